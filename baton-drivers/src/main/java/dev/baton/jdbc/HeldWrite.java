// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobId;
import dev.baton.job.RunWrite;

/** What the holder of a claim may ask for. */
sealed interface HeldWrite {

  JobId job();

  long token();

  /** A write of its run. */
  record Run(RunWrite write) implements HeldWrite {
    @Override
    public JobId job() {
      return write.job();
    }

    @Override
    public long token() {
      return write.token();
    }
  }

  /** Back to the board. */
  record Abandon(JobId job, long token) implements HeldWrite {}
}
