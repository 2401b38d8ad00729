// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.error.BatonException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Submits engine jobs whose files are there. Doing so twice is no harm: the batch script sees to it
 * that of several submissions one runs the program.
 */
final class SubmitEngineJob {

  private final SlurmCommands commands;

  SubmitEngineJob(SlurmCommands commands) {
    this.commands = commands;
  }

  /**
   * Submits it, and writes down its number.
   *
   * @throws UnavailableException if it may or may not have been submitted
   * @throws BatonException if Slurm refuses it; then it is removed
   */
  void submit(JobFolder files, JobRecord record) throws IOException {
    List<String> words = new ArrayList<>(List.of("sbatch"));
    words.addAll(record.submission());
    SlurmCommands.CommandResult commandResult;
    try {
      commandResult = commands.run(words, JobFolder.textOf(files.file("batch")));
    } catch (UnavailableException e) {
      files.writeFirst(files.unsure(), "");
      throw e;
    }
    // After the number comes the cluster, where there are several.
    String number = commandResult.output().strip().split(";", 2)[0];
    if (commandResult.code() == 0 && number.matches("\\d+")) {
      files.write(files.id(), number);
      return;
    }
    BatonException error =
        SlurmErrors.of("submit engine job '" + files.name() + "'", commandResult);
    if (error instanceof UnavailableException) {
      files.writeFirst(files.unsure(), "");
    } else {
      files.remove(record.uid());
    }
    throw error;
  }
}
