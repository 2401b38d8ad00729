// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.JobSpec;

/** The settings of a distribution that a plugin may declare in addition to its schedule. */
public interface DistributionSettings {

  /** Sets a description of one sentence, for display. */
  DistributionSettings description(String text);

  /** Posts one job with this spec at each time. */
  DistributionSettings posts(JobSpec spec);

  /** Posts the jobs that the source returns at each time. */
  DistributionSettings posts(JobSource source);

  /** Does this upkeep at each time instead of posting jobs. The elected distributor does it. */
  DistributionSettings does(Upkeep upkeep);

  /** Sets what happens to times that were missed. The default is {@link MisfirePolicy#RUN_ONCE}. */
  DistributionSettings misfire(MisfirePolicy misfirePolicy);

  /**
   * Sets whether to post while an earlier job is not final. The default is {@link
   * OverlapPolicy#SKIP}.
   */
  DistributionSettings overlap(OverlapPolicy overlapPolicy);

  /**
   * Sets the name of the election. The default is the name of the distribution. Nuvla's
   * distributors use other names for some elections, and must not lead at the same time as this
   * distribution.
   */
  DistributionSettings electedAs(String name);
}
