// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Slurm job as Slurm reports it.
 *
 * @param id the Slurm job id
 * @param name the job name, which is the name of the engine job for which it was submitted
 * @param code the exit code
 * @param signal the signal that ended it; 0 is none
 * @param reason Slurm's reason why it waits or failed, or null if there is none
 * @param uid the uid of the engine job for which it was submitted, or null if its comment has none
 */
record SlurmJob(
    SlurmJobId id,
    String name,
    SlurmState state,
    int code,
    int signal,
    @Nullable Instant start,
    @Nullable Instant end,
    @Nullable String reason,
    @Nullable String uid) {

  /** Returns the number of the submission; all tasks of an array share it. */
  long number() {
    return id.number();
  }

  /**
   * Returns the exit code as a shell reports it: 128 plus the number of the signal if a signal
   * ended the Slurm job.
   */
  int exitCode() {
    return signal > 0 ? EngineReason.SIGNALLED + signal : code;
  }
}
