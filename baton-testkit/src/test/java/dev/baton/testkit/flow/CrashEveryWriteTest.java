// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.flowrunner.FlowOptions;
import dev.baton.testkit.backend.FlowTestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that flows of all kinds reach the same end state whenever their process dies. */
final class CrashEveryWriteTest {

  private static final int FLOWS = 250;

  @ParameterizedTest
  @EnumSource(FlowOptions.Commits.class)
  void randomFlows_whenTheProcessDiesAtAnyWrite_comeToTheSameEnd(FlowOptions.Commits commits)
      throws InterruptedException {
    int crashes = 0;
    for (long seed = 0; seed < FLOWS; seed++) {
      try {
        crashes += crash(seed, commits, FlowOptions.DEFAULT.serial());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertThat(crashes).isGreaterThan(10 * FLOWS);
  }

  @ParameterizedTest
  @EnumSource(FlowOptions.Commits.class)
  void randomFlows_withPartialReverts_comeToTheSameEnd(FlowOptions.Commits commits)
      throws InterruptedException {
    for (long seed = 10_000; seed < 10_000 + FLOWS; seed++) {
      try {
        crash(seed, commits, FlowOptions.DEFAULT.serial().withDeferReverts(false));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void randomFlows_withManyWorkers_comeToTheSameEnd() throws InterruptedException {
    FlowOptions parallel = FlowOptions.DEFAULT.withMaxWorkers(4);
    for (long seed = 20_000; seed < 20_000 + FLOWS / 5; seed++) {
      try {
        crash(seed, FlowOptions.Commits.GROUPED, parallel);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FlowOptions.Commits.class)
  void branches_whenTheProcessDiesWhileOneRunsAndAnotherHasFailed_leaveNothingBehind(
      FlowOptions.Commits commits) throws InterruptedException {
    CrashDuringBranchFailure trial = new CrashDuringBranchFailure(FlowTestStore.inMemory());
    trial.verifyReverted(commits);
    trial.verifyRevertGetsResult(commits);
    trial.verifyRepeated(commits);
  }

  private static int crash(long seed, FlowOptions.Commits commits, FlowOptions options)
      throws InterruptedException {
    FlowTestStore testStore = FlowTestStore.inMemory();
    FlowEffects effects = new FlowEffects(testStore.store());
    return CrashEveryWrite.of(() -> new RandomFlow(seed, effects).make())
        .store(testStore)
        .options(options.withCommits(commits))
        .beforeEachRun(effects::clear)
        .afterEachRun(effects::check)
        .verify();
  }
}
