// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.flow.Flow;
import dev.baton.flow.Retry;
import dev.baton.flow.RevertContext;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flow.TaskContext;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.testkit.backend.FlowTestStore;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tests a flow whose process dies at any write while one branch runs and another branch has failed.
 * The running branch has already had its effect, but its end is not stored.
 */
final class CrashDuringBranchFailure {

  private static final Symbol<Integer> ATTEMPT = Symbol.of("attempt", Integer.class);
  private static final Symbol<String> MADE = Symbol.of("made", String.class);

  private final FlowTestStore testStore;
  private final FlowEffects effects;

  /** Opens when the running branch has had its effect. Each process has a new latch. */
  private volatile CountDownLatch branchStarted = new CountDownLatch(1);

  /**
   * Opens when the revert of the failing branch starts; until then the other branch keeps running.
   */
  private volatile CountDownLatch turned = new CountDownLatch(1);

  CrashDuringBranchFailure(FlowTestStore testStore) {
    this.testStore = testStore;
    this.effects = new FlowEffects(testStore.store());
  }

  /**
   * The revert of the interrupted task undoes its effect, and the task is not executed again before
   * that.
   */
  void verifyReverted(FlowOptions.Commits commits) throws InterruptedException {
    effects.resetCounts();
    verify(commits, () -> Flow.unordered("both").add(failing(), running()));
    assertThat(effects.interruptedReverts()).as("reverts of interrupted atoms").isPositive();
    assertThat(effects.lateExecutions())
        .as("executions in flows that were being reverted")
        .isZero();
  }

  /** A revert that needs the result of the interrupted task gets it, so that no effect is left. */
  void verifyRevertGetsResult(FlowOptions.Commits commits) throws InterruptedException {
    effects.resetCounts();
    verify(commits, () -> Flow.unordered("both").add(failing(), runningForAResult()));
    assertThat(effects.lateExecutions())
        .as("executions in flows that were being reverted")
        .isPositive();
  }

  /**
   * The interrupted attempt is reverted before the flow is repeated, and the repetition succeeds.
   */
  void verifyRepeated(FlowOptions.Commits commits) throws InterruptedException {
    effects.resetCounts();
    verify(
        commits,
        () ->
            Flow.unordered("both")
                .retry(Retry.times(2).provides(ATTEMPT))
                .add(failing(), running()));
    assertThat(effects.lateExecutions())
        .as("executions in an attempt that was being reverted")
        .isPositive();
  }

  private void verify(FlowOptions.Commits commits, Supplier<Flow> both)
      throws InterruptedException {
    int crashes =
        CrashEveryWrite.of(
                () -> {
                  branchStarted = new CountDownLatch(1);
                  return Flow.linear("whole").add(before(), both.get());
                })
            .store(testStore)
            .options(FlowOptions.DEFAULT.withMaxWorkers(2).withCommits(commits))
            .beforeEachRun(this::clear)
            .afterEachRun(effects::check)
            .verify();
    assertThat(crashes).isPositive();
  }

  private void clear() {
    effects.clear();
    turned = new CountDownLatch(1);
  }

  private Task<?> before() {
    return Task.named("before").run(effects::execute).revertAlways(this::revertStep);
  }

  /**
   * Fails in the first attempt, after the other branch has had its effect. Succeeds in the second.
   */
  private Task<?> failing() {
    return Task.named("failing")
        .optional(ATTEMPT)
        .run(t -> {
          effects.execute(t);
          if (turned.getCount() > 0) {
            branchStarted.await();
          }
          if (t.find(ATTEMPT).orElse(1) == 1) {
            throw new IllegalStateException("this branch cannot succeed");
          }
        })
        .revertAlways(t -> {
          turned.countDown();
          return revertStep(t);
        });
  }

  private Task<?> running() {
    return Task.named("running").run(this::runOn).revertAlways(this::revertStep);
  }

  private Task<?> runningForAResult() {
    return Task.named("running")
        .provides(MADE)
        .execute(t -> {
          runOn(t);
          return FlowEffects.keyOf(t);
        })
        .revert((t, made) -> revertStep(t));
  }

  /** Has its effect, then runs until the other branch is reverted. */
  private void runOn(TaskContext context) throws InterruptedException {
    effects.execute(context);
    branchStarted.countDown();
    turned.await();
  }

  private @Nullable Object revertStep(RevertContext context) {
    effects.revert(context);
    return null;
  }
}
