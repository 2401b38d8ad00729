// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.error.BatonException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Submits engine jobs whose files exist. A repeated submission is harmless: the batch script
 * ensures that only one of several submissions runs the program.
 */
record SubmitEngineJob(SlurmCommands commands) {

  /**
   * Submits the engine job and stores its number.
   *
   * @throws UnavailableException if it is unknown whether the engine job was submitted
   * @throws BatonException if Slurm refuses the engine job; its folder is then removed
   */
  void submit(SlurmJobFolder files, SlurmJobRecord record) throws IOException {
    List<String> words = new ArrayList<>(List.of("sbatch"));
    words.addAll(record.submission());
    SlurmCommands.CommandResult commandResult;
    try {
      commandResult = commands.run(words, SlurmJobFolder.textOf(files.file("batch")));
    } catch (UnavailableException e) {
      files.writeFirst(files.submissionIsUnknown(), "");
      throw e;
    }
    // If there are several clusters, {@code sbatch} prints the name of the cluster after the
    // number.
    String number = commandResult.output().strip().split(";", 2)[0];
    if (commandResult.code() == 0 && number.matches("\\d+")) {
      files.write(files.id(), number);
      return;
    }
    BatonException error =
        SlurmErrors.of("submit engine job '" + files.name() + "'", commandResult);
    if (error instanceof UnavailableException) {
      files.writeFirst(files.submissionIsUnknown(), "");
    } else {
      files.remove(record.uid());
    }
    throw error;
  }
}
