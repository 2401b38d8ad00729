// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.JobSpec;

/** What a plugin may say of a distribution beside its schedule. */
public interface DistributionSettings {

  /** One sentence for people. */
  DistributionSettings description(String text);

  /** Posts one job like this at each time. */
  DistributionSettings posts(JobSpec spec);

  /** Posts what the source answers at each time. */
  DistributionSettings posts(JobSource source);

  /** Posts nothing, but does this itself at each time, while its distributor is elected. */
  DistributionSettings does(Upkeep upkeep);

  /** What follows when times were missed; {@link MisfirePolicy#RUN_ONCE} unless set. */
  DistributionSettings misfire(MisfirePolicy misfirePolicy);

  /** Whether to post while an earlier job is not final; {@link OverlapPolicy#SKIP} unless set. */
  DistributionSettings overlap(OverlapPolicy overlapPolicy);

  /**
   * The name of its election, where it differs from its own: Nuvla's distributors use other names
   * for some, and must not lead beside this one.
   */
  DistributionSettings electedAs(String name);
}
