// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as Slurm tells of it.
 *
 * @param id its job id
 * @param name its job name; that of the engine job, where it is for one
 * @param code its exit code
 * @param signal that ended it; 0 is none
 * @param reason what Slurm says why it waits or failed; null is nothing
 * @param uid of the engine job that it was submitted for; null if its comment does not say
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

  private static final int SIGNALLED = 128;

  /** That of its submission. */
  long number() {
    return id.number();
  }

  /** As shells tell it. */
  int exitCode() {
    return signal > 0 ? SIGNALLED + signal : code;
  }
}
