// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import java.util.List;

/** An empty history, because a CIMI server has no history of jobs. */
final class NoJobHistory implements JobHistory {

  @Override
  public List<JobEvent> of(JobId job) {
    return List.of();
  }

  @Override
  public List<JobEvent> after(long number, int limit) {
    return List.of();
  }

  @Override
  public long latest() {
    return 0;
  }

  @Override
  public Watch watch(Runnable onChange) {
    return () -> {};
  }
}
