// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import java.time.Instant;
import java.util.List;

/** Returns the jobs that a distribution posts at one of its times. */
@FunctionalInterface
public non-sealed interface JobSource extends DistributionTask {

  /**
   * Returns the jobs to post; may be empty.
   *
   * @param time the scheduled time; it may be in the past after a misfire
   * @param jobs access to the existing jobs
   * @throws Exception is shown with the distribution, which continues at its next time
   */
  List<JobSpec> jobs(Instant time, Jobs jobs) throws Exception;
}
