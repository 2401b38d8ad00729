// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.ConflictException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.InvalidFlowException;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flowrunner.plan.PlannedRevert;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowState;
import dev.baton.testkit.flow.FlowValueSamples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FlowRunTest {

  private static final Symbol<String> IP = Symbol.of("ip", String.class);
  private static final Symbol<Integer> TRY = Symbol.of("try", Integer.class);

  private final InMemoryFlowJob stage = new InMemoryFlowJob();
  private final List<String> calls = new ArrayList<>();

  private Task<Object> step(String name) {
    return Task.named(name).run(t -> calls.add(name)).revertAlways(t -> calls.add("undo " + name));
  }

  private Task<Object> failing(String name) {
    return Task.named(name)
        .run(t -> {
          throw new IllegalStateException(name + " fails");
        });
  }

  @Test
  void run_whenEverythingSucceeds_passesValuesOn() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a").provides(IP).execute(t -> "10.0.0.1"),
                Task.named("b").requires(IP).run(t -> calls.add("got " + t.get(IP))));
    FlowRun run = stage.open(flow);
    assertThat(run.run()).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("got 10.0.0.1");
    assertThat(run.value(IP)).isEqualTo("10.0.0.1");
  }

  @Test
  void run_ofALinearFlow_writesOnceMoreThanItHasTasks() throws Exception {
    stage.open(Flow.linear("f").retry(Retry.times(2)).add(step("a"), step("b"), step("c"))).run();
    assertThat(stage.writes()).isEqualTo(4);
  }

  @Test
  void run_whenATaskFails_revertsWhatWasDone() throws Exception {
    FlowOutcome outcome =
        stage.open(Flow.linear("f").add(step("a"), step("b"), failing("c"))).run();
    assertThat(calls).containsExactly("a", "b", "undo b", "undo a");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            FlowOutcome.Reverted.class,
            reverted -> {
              assertThat(reverted.partial()).isFalse();
              assertThat(reverted.failures())
                  .singleElement()
                  .satisfies(failure -> {
                    assertThat(failure.atom()).isEqualTo("c");
                    assertThat(failure.failure().isA(IllegalStateException.class)).isTrue();
                    assertThat(failure.failure().message()).isEqualTo("c fails");
                  });
            });
  }

  @Test
  void revertOfAResult_whenExecuteFailed_isNotCalled() throws Exception {
    Task<String> failing =
        Task.named("a")
            .provides(IP)
            .execute(t -> {
              throw new IllegalStateException();
            });
    stage.open(failing.revert((t, ip) -> calls.add("undo"))).run();
    assertThat(calls).isEmpty();
  }

  @Test
  void attempts_ofARetriedTask_haveTheirOwnKeys_andResumedOnesTheSame() throws Exception {
    List<String> keys = new ArrayList<>();
    AtomicBoolean died = new AtomicBoolean();
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times(3).provides(TRY))
            .add(
                Task.named("a")
                    .requires(TRY)
                    .run(t -> {
                      keys.add(
                          t.get(TRY)
                              + " "
                              + t.attempt()
                              + " "
                              + t.resumed()
                              + " "
                              + t.idempotencyKey().substring(t.idempotencyKey().length() - 3));
                      if (t.get(TRY) == 2 && !died.getAndSet(true)) {
                        throw new InterruptedException("as if the process died");
                      }
                      if (t.get(TRY) < 3) {
                        throw new IllegalStateException();
                      }
                    }));
    FlowRun dying = stage.opening(flow).interruptedWhen(died::get).open();
    assertThatThrownBy(dying::run).isInstanceOf(InterruptedException.class);
    assertThat(stage.open(flow).run()).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(keys)
        .containsExactly("1 1 false a/0", "2 2 false a/1", "2 3 true a/1", "3 4 false a/2");
  }

  @Test
  void revertAgain_whenARevertFailed_repeatsThatRevert() throws Exception {
    AtomicBoolean fails = new AtomicBoolean(true);
    Flow flow =
        Flow.linear("f")
            .add(
                step("a"),
                Task.named("b")
                    .provides(IP)
                    .execute(t -> "x")
                    .revert((t, ip) -> {
                      if (fails.get()) {
                        throw new IllegalStateException("no");
                      }
                      calls.add("undo b " + ip);
                    }),
                failing("c"));
    FlowOutcome failed = stage.open(flow).run();
    assertThat(failed).isInstanceOf(FlowOutcome.Failed.class);
    assertThat(stage.open(flow).run()).isInstanceOf(FlowOutcome.Failed.class);
    assertThat(calls).containsExactly("a");
    fails.set(false);
    FlowRun run = stage.open(flow);
    run.revertAgain();
    assertThat(run.run()).isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(calls).containsExactly("a", "undo b x", "undo a");
  }

  @Test
  void revert_whileItRuns_startsNothingMoreAndUndoesTheRest() throws Exception {
    AtomicInteger undone = new AtomicInteger();
    FlowRun[] run = new FlowRun[1];
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times(5))
            .add(step("a"), Task.named("b").run(t -> run[0].revert()), step("c"));
    run[0] = stage.open(flow);
    assertThat(run[0].run()).isEqualTo(new FlowOutcome.Reverted(List.of(), false));
    assertThat(calls).containsExactly("a", "undo a");
    assertThat(undone).hasValue(0);
    assertThat(run[0].logbook().flow().note()).isEqualTo("a revert of the flow was requested");
  }

  @Test
  void revert_ofAnInterruptedAtom_doesNotExecuteItAgain() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                step("a"),
                Task.named("b")
                    .run(t -> {
                      calls.add("b");
                      throw new InterruptedException();
                    })
                    .revertAlways(t -> calls.add("undo b, failed: " + t.failure().isPresent())));
    FlowRun dying = stage.opening(flow).interruptedWhen(() -> calls.contains("b")).open();
    assertThatThrownBy(dying::run).isInstanceOf(InterruptedException.class);
    FlowRun run = stage.open(flow);
    run.revert();
    assertThat(run.run()).isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(calls).containsExactly("a", "b", "undo b, failed: true", "undo a");
  }

  @Test
  void revertPlan_ofASuspendedFlow_tellsTheOrderAndWhatStays() throws Exception {
    FlowRun[] run = new FlowRun[1];
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times(1))
            .add(step("a"), Task.named("b").run(t -> t.suspend()), step("c"));
    run[0] = stage.open(flow);
    assertThat(run[0].run()).isEqualTo(new FlowOutcome.Suspended());
    assertThat(run[0].revertPlan())
        .containsExactly(new PlannedRevert("b", false), new PlannedRevert("a", true));
  }

  @Test
  void rerunFrom_anAtomOfAFinishedFlow_runsItAndWhatFollows() throws Exception {
    Flow flow = Flow.linear("f").add(step("a"), step("b"), step("c"));
    stage.open(flow).run();
    calls.clear();
    FlowRun run = stage.open(flow);
    run.rerunFrom("b");
    assertThat(run.run()).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("b", "c");
  }

  @Test
  void rerunFrom_whereSomethingBeforeIsNotDone_isRefused() throws Exception {
    Flow flow = Flow.linear("f").add(step("a"), failing("b"));
    stage.open(flow).run();
    FlowRun run = stage.open(flow);
    assertThatThrownBy(() -> run.rerunFrom("b")).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> run.rerunFrom("z"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("'z'");
  }

  @Test
  void continuing_anotherJobsFlow_keepsWhatWasDone() throws Exception {
    Flow flow = Flow.linear("f").add(step("a"), step("b"));
    stage.open(flow).run();
    calls.clear();
    InMemoryFlowJob other = new InMemoryFlowJob();
    FlowRun run = other.opening(flow).continueFrom(stage.logbook()).open();
    run.rerunFrom("b");
    assertThat(run.run()).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("b");
    assertThat(other.logbook().atoms()).containsOnlyKeys("a", "b");
  }

  @Test
  void open_whenAnAtomWithEffectsChanged_isRefusedUnlessMapped() throws Exception {
    FlowNode before =
        Flow.linear("f").add(step("a"), Task.named("s").run(t -> t.suspend()), step("c"));
    stage.open(before).run();
    FlowNode after =
        Flow.linear("f").add(step("a").provides(IP), Task.named("s").run(t -> {}), step("d"));
    assertThatThrownBy(() -> stage.open(after))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("'a' (SUCCESS) differs");
    FlowNode without = Flow.linear("f").add(Task.named("s").run(t -> {}), step("d"));
    assertThatThrownBy(() -> stage.open(without))
        .hasMessageContaining("'a' (SUCCESS) no longer exists");
    FlowOptions map = stage.options.withDefinitionChange(FlowOptions.DefinitionChange.MAP);
    assertThat(stage.opening(without).options(map).open().run())
        .isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("a", "d");
  }

  @Test
  void open_whenATaskBecameARetry_isRefused() throws Exception {
    stage.open(Flow.linear("f").add(step("x"))).run();
    FlowNode other = Flow.linear("f").retry(Retry.times(1).named("x"));
    assertThatThrownBy(() ->
            stage
                .opening(other)
                .options(stage.options.withDefinitionChange(FlowOptions.DefinitionChange.MAP))
                .open())
        .isInstanceOf(InvalidFlowException.class);
  }

  @Test
  void run_withAStaleToken_stopsAtTheFirstWrite() {
    Flow flow = Flow.linear("f").add(step("a"));
    FlowRun zombie = stage.open(flow);
    FlowRun owner =
        stage.open(Flow.linear("f").add(step("a"), Task.named("s").run(t -> t.suspend())));
    assertThat(org.assertj.core.api.Assertions.catchThrowable(owner::run)).isNull();
    calls.clear();
    assertThatThrownBy(zombie::run).isInstanceOf(LostClaimException.class);
    assertThat(calls).isEmpty();
    assertThatThrownBy(zombie::run).isInstanceOf(ConflictException.class);
  }

  @Test
  void run_twiceAtOnce_isRefused() throws Exception {
    FlowRun[] run = new FlowRun[1];
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a")
                    .run(t ->
                        assertThatThrownBy(() -> run[0].run())
                            .isInstanceOf(ConflictException.class)));
    run[0] = stage.open(flow);
    assertThat(run[0].run()).isEqualTo(new FlowOutcome.Succeeded());
  }

  @Test
  void run_withoutASymbol_isRefusedWithItsNameAndStoresNothing() {
    Flow flow = Flow.linear("f").add(Task.named("boot").requires(IP).run(t -> {}));
    assertThatThrownBy(() -> stage.open(flow).run())
        .isInstanceOfSatisfying(
            InvalidFlowException.class,
            e -> {
              assertThat(e.defect()).isEqualTo(InvalidFlowException.Defect.MISSING_SYMBOL);
              assertThat(e.subjects()).containsExactly("ip");
            })
        .hasMessageContaining("'ip' (required by boot)");
    assertThat(stage.writes()).isZero();
  }

  @Test
  void run_whenATaskTakesTooLong_hasItFail() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a")
                    .timeout(Duration.ofMillis(20))
                    .run(t -> new CountDownLatch(1).await()));
    for (FlowOptions options : List.of(FlowOptions.DEFAULT, FlowOptions.DEFAULT.serial())) {
      FlowOutcome outcome =
          new InMemoryFlowJob().inRealTime().opening(flow).options(options).open().run();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              FlowOutcome.Reverted.class,
              reverted ->
                  assertThat(reverted.failures().getFirst().failure().isA(TimeoutException.class))
                      .isTrue());
    }
  }

  @Test
  void run_whenAResultCannotBeStored_revertsTheFlow() throws Exception {
    for (Map.Entry<String, Object> value : FlowValueSamples.unstorable().entrySet()) {
      InMemoryFlowJob own = new InMemoryFlowJob();
      calls.clear();
      Flow flow = Flow.linear("f").add(step("a"), Task.named("b").execute(t -> value.getValue()));
      assertThat(own.run(flow)).as(value.getKey()).isInstanceOf(FlowOutcome.Reverted.class);
      assertThat(own.state("b")).isEqualTo(AtomState.REVERTED);
      assertThat(calls).containsExactly("a", "undo a");
    }
  }

  @Test
  void run_whenAResultIsTooLarge_hasTheTaskFail() throws Exception {
    Flow flow = Flow.linear("f").add(Task.named("a").execute(t -> "x".repeat(1_000_001)));
    assertThat(stage.open(flow).run())
        .isInstanceOfSatisfying(
            FlowOutcome.Reverted.class,
            reverted ->
                assertThat(reverted.failures().getFirst().failure().message())
                    .contains("1000003 characters"));
  }

  @Test
  void retry_ofOtherFailuresThanItsOwn_givesUp() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times(9).onlyOn(java.io.IOException.class))
            .add(
                Task.named("a")
                    .run(t -> {
                      if (tries.incrementAndGet() == 1) {
                        throw new java.io.UncheckedIOException(new java.io.IOException());
                      }
                    }));
    assertThat(stage.open(flow).run()).isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(tries).hasValue(1);
  }

  @Test
  void run_ofTasksThatWaitForEachOther_runsAsManyAtOnceAsItMay() throws Exception {
    int workers = FlowOptions.DEFAULT.maxWorkers();
    CyclicBarrier together = new CyclicBarrier(workers);
    Flow flow = Flow.unordered("u");
    for (int i = 0; i < 3 * workers; i++) {
      flow.add(Task.named("t" + i).execute(t -> together.await()));
    }
    FlowRun run = stage.opening(flow).options(FlowOptions.DEFAULT).open();
    assertThat(run.run()).isEqualTo(new FlowOutcome.Succeeded());
  }

  @Test
  void suspend_ofAParallelRun_letsWhatRunsFinish() throws Exception {
    CountDownLatch started = new CountDownLatch(2);
    Flow flow =
        Flow.linear("f")
            .add(
                Flow.unordered("u")
                    .add(
                        Task.named("a")
                            .run(t -> {
                              started.countDown();
                              started.await();
                              t.suspend();
                            }),
                        Task.named("b")
                            .run(t -> {
                              started.countDown();
                              started.await();
                            })),
                step("c"));
    FlowRun run = stage.opening(flow).options(FlowOptions.DEFAULT).open();
    assertThat(run.run()).isEqualTo(new FlowOutcome.Suspended());
    assertThat(stage.state("a")).isEqualTo(AtomState.SUCCESS);
    assertThat(stage.state("b")).isEqualTo(AtomState.SUCCESS);
    assertThat(stage.state("c")).isEqualTo(AtomState.PENDING);
    assertThat(stage.logbook().flow().state()).isEqualTo(FlowState.SUSPENDED);
    assertThat(run.run()).isEqualTo(new FlowOutcome.Succeeded());
  }

  @Test
  void revert_fromAnotherThread_interruptsWhatIsExecuted() throws Exception {
    for (FlowOptions options : List.of(FlowOptions.DEFAULT, FlowOptions.DEFAULT.serial())) {
      InMemoryFlowJob own = new InMemoryFlowJob();
      calls.clear();
      CountDownLatch entered = new CountDownLatch(1);
      Flow flow =
          Flow.linear("f")
              .add(
                  step("a"),
                  Task.named("b")
                      .run(t -> {
                        entered.countDown();
                        new CountDownLatch(1).await();
                      })
                      .revertAlways(t -> calls.add("undo b " + t.stopRequested())));
      FlowRun run = own.opening(flow).options(options).open();
      Thread canceller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  entered.await();
                  run.revert();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThat(run.run())
          .isInstanceOfSatisfying(
              FlowOutcome.Reverted.class,
              reverted ->
                  assertThat(
                          reverted.failures().getFirst().failure().isA(CancellationException.class))
                      .isTrue());
      canceller.join();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(calls).containsExactly("a", "undo b false", "undo a");
    }
  }

  @Test
  void handOver_whenAskedToStop_isCalledAgainByTheNextRun() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a")
                    .run(t -> {
                      calls.add("resumed " + t.resumed());
                      if (!t.resumed()) {
                        assertThatThrownBy(t::handOver).isInstanceOf(ConflictException.class);
                        t.suspend();
                        t.handOver();
                      }
                    }));
    assertThat(stage.open(flow).run()).isEqualTo(new FlowOutcome.Suspended());
    assertThat(stage.open(flow).run()).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("resumed false", "resumed true");
  }
}
