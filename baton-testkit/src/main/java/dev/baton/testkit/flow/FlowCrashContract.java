// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.flowrunner.FlowOptions;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.backend.FlowTestStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Flows whose process dies at any write on a real backend reach the same end state. The system
 * property {@code baton.crash.flows} sets the number of flows.
 */
public abstract class FlowCrashContract extends BackendTestSetup {

  private static final int FEW = 2;

  @Test
  protected void randomFlows_whenTheProcessDiesAtAnyWrite_comeToTheSameEnd(TestReporter reporter)
      throws InterruptedException {
    int flows = Integer.getInteger("baton.crash.flows", FEW);
    FlowTestStore testStore = flowTestStore();
    FlowEffects effects = new FlowEffects(testStore.store());
    int crashes = 0;
    for (long seed = 1; seed <= flows; seed++) {
      long now = seed;
      crashes +=
          CrashEveryWrite.of(() -> new RandomFlow(now, effects).make())
              .store(testStore)
              .options(FlowOptions.DEFAULT.serial())
              .beforeEachRun(effects::clear)
              .afterEachRun(effects::check)
              .verify();
    }
    assertThat(crashes).isPositive();
    reporter.publishEntry(Map.of("flows", "" + flows, "crashes", "" + crashes));
  }

  @Test
  protected void branches_whenTheProcessDiesWhileOneRunsAndAnotherHasFailed_leaveNothingBehind()
      throws InterruptedException {
    // Only the variant with the most writes. The other variants test the runner and do not depend
    // on the store.
    new CrashDuringBranchFailure(flowTestStore()).verifyRepeated(FlowOptions.Commits.GROUPED);
  }
}
