// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobId;
import dev.baton.job.RunWrite;

/** A write that only the holder of a claim may make. */
sealed interface ClaimWrite {

  JobId job();

  long token();

  /** A run write: a report, an end, a retry, a wait or a park. */
  record Run(RunWrite write) implements ClaimWrite {
    @Override
    public JobId job() {
      return write.job();
    }

    @Override
    public long token() {
      return write.token();
    }
  }

  /**
   * Abandons the claim; the job returns to the board.
   *
   * @param started whether the action of the job may have started
   */
  record Abandon(JobId job, long token, boolean started) implements ClaimWrite {}
}
