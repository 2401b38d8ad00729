// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the files say of an engine job.
 *
 * @param number of its Slurm job; null if none is known
 * @param claimed whether that one has the right to run the program, and no other
 * @param over how it ended; null if it has not
 * @param deleting whether its deletion was asked for
 */
record KnownJob(
    JobFolder files,
    JobRecord record,
    @Nullable Long number,
    boolean claimed,
    @Nullable EngineStatus over,
    boolean deleting) {

  /** Reads the files; empty if there is no such job. */
  static Optional<KnownJob> read(JobFolder files) throws IOException {
    Optional<JobRecord> record = files.read();
    if (record.isEmpty()) {
      return Optional.empty();
    }
    boolean claimed = Files.exists(files.claim());
    String over = JobFolder.textOf(files.over());
    return Optional.of(
        new KnownJob(
            files,
            record.get(),
            files.number().orElse(null),
            claimed,
            over.isEmpty() ? null : JobEnd.parse(over),
            Files.exists(files.deleted())));
  }

  String name() {
    return files.name();
  }

  String uid() {
    return record.uid();
  }

  EngineJob as(EngineStatus status) {
    return new EngineJob(name(), record.labels(), status, deleting);
  }
}
