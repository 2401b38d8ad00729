// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobId;
import dev.baton.job.RunWrite;

/** What the holder of a claim may ask for. */
sealed interface ClaimWrite {

  JobId job();

  long token();

  /** A write of its run. */
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
   * Back to the board.
   *
   * @param started whether something of the job may have been run
   */
  record Abandon(JobId job, long token, boolean started) implements ClaimWrite {}
}
