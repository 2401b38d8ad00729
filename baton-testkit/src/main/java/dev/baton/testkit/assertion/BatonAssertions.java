// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.assertion;

import dev.baton.job.Job;
import dev.baton.testkit.flow.FlowTrialResult;

/** Entry point for {@code import static}: AssertJ assertions for jobs and flow trials. */
public final class BatonAssertions {

  private BatonAssertions() {}

  public static JobAssert assertThat(Job job) {
    return new JobAssert(job);
  }

  public static FlowAssert assertThat(FlowTrialResult record) {
    return new FlowAssert(record);
  }
}
