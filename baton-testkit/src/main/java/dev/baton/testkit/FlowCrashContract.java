// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.runner.FlowOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Flows whose process dies at any write, on a real backend: each comes to the same end. How many
 * flows, the property {@code baton.crash.flows} says.
 */
public abstract class FlowCrashContract extends BackendContract {

  private static final int FEW = 2;

  @Test
  protected void randomFlows_whenTheProcessDiesAtAnyWrite_comeToTheSameEnd(TestReporter reporter)
      throws InterruptedException {
    int flows = Integer.getInteger("baton.crash.flows", FEW);
    FlowBed bed = flowBed();
    FlowEffects effects = new FlowEffects(bed.store());
    int crashes = 0;
    for (long seed = 1; seed <= flows; seed++) {
      long now = seed;
      crashes +=
          CrashEveryWrite.of(() -> new RandomFlow(now, effects).make())
              .on(bed)
              .options(FlowOptions.DEFAULT.serial())
              .fresh(effects::clear)
              .finished(effects::check)
              .verify();
    }
    assertThat(crashes).isPositive();
    reporter.publishEntry(Map.of("flows", "" + flows, "crashes", "" + crashes));
  }

  @Test
  protected void branches_whenTheProcessDiesWhileOneRunsAndAnotherHasFailed_leaveNothingBehind()
      throws InterruptedException {
    // The one with the most writes; what becomes of others is for the runner, not for what stores.
    new FailWhileRunning(flowBed()).verifyRepeated(FlowOptions.Commits.GROUPED);
  }
}
