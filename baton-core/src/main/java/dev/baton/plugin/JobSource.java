// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import java.time.Instant;
import java.util.List;

/** Says which jobs a distribution posts at one of its times. */
@FunctionalInterface
public non-sealed interface JobSource extends DistributionTask {

  /**
   * The jobs to post; may be none.
   *
   * @param time the scheduled time, perhaps in the past after a misfire
   * @param jobs to look at what is there
   * @throws Exception is shown with the distribution, which goes on at its next time
   */
  List<JobSpec> jobs(Instant time, Jobs jobs) throws Exception;
}
