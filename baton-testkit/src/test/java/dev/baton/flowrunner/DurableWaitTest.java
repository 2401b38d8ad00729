// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.flow.Flow;
import dev.baton.flow.JsonValues;
import dev.baton.flow.Retry;
import dev.baton.flow.Task;
import dev.baton.flow.TaskFunctions;
import dev.baton.job.SentSignals;
import dev.baton.logbook.AtomState;
import dev.baton.service.Backoff;
import dev.baton.testkit.flow.CrashEveryWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurableWaitTest {

  private final InMemoryFlowJob stage = new InMemoryFlowJob();
  private final List<String> calls = new ArrayList<>();

  @Test
  void sleep_endsTheRunUntilThen_andPassesAfterwards() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a")
                    .run(t -> {
                      calls.add("before, resumed: " + t.resumed());
                      t.sleep(Duration.ofDays(3));
                      calls.add("after");
                    }),
                Task.named("b").run(t -> calls.add("b")));
    Instant until = stage.clock.now().plus(Duration.ofDays(3));
    FlowOutcome waiting = new FlowOutcome.Waiting(until, Set.of(), new TreeMap<>());
    assertThat(stage.run(flow)).isEqualTo(waiting);
    stage.clock.advance(Duration.ofDays(2));
    assertThat(stage.run(flow)).isEqualTo(waiting);
    stage.clock.advance(Duration.ofDays(1));
    assertThat(stage.run(flow)).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls)
        .containsExactly("before, resumed: false", "before, resumed: true", "after", "b");
  }

  @Test
  void wait_thatCannotBeStored_failsItsTask() throws Exception {
    for (TaskFunctions.Run wait :
        List.<TaskFunctions.Run>of(
            t -> t.sleepUntil(Instant.MAX),
            t -> t.sleepUntil(Instant.MIN),
            t -> t.await("x".repeat(1_000)))) {
      InMemoryFlowJob own = new InMemoryFlowJob();
      FlowOutcome outcome = own.run(Flow.linear("f").add(Task.named("a").run(wait)));
      assertThat(outcome).isInstanceOf(FlowOutcome.Reverted.class);
      assertThat(outcome.toString()).contains("allowed: ");
    }
  }

  @Test
  void await_getsWhatWasSent_alsoWhenItCameWhileTheFlowRan() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a").run(t -> stage.signals.put("go", JsonValues.write("now"))),
                Task.named("b").run(t -> calls.add(t.await("go").asText())),
                Task.named("c").run(t -> calls.add(t.await("later").asText())));
    assertThat(stage.run(flow))
        .isInstanceOfSatisfying(
            FlowOutcome.Waiting.class,
            waiting -> {
              assertThat(waiting.signals()).containsExactly("later");
              assertThat(waiting.seen()).containsOnlyKeys("go");
            });
    stage.signals.put("later", JsonValues.write("then"));
    assertThat(stage.run(flow)).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("now", "then");
  }

  private Flow asks() {
    return Flow.linear("f")
        .retry(Retry.times(2).onlyOn(TimeoutException.class))
        .add(Task.named("ask").run(t -> calls.add(t.await("go", Duration.ofHours(1)).asText())));
  }

  @Test
  void await_whenTheSignalComesInTime_getsIt() throws Exception {
    assertThat(stage.run(asks())).isInstanceOf(FlowOutcome.Waiting.class);
    stage.clock.advance(Duration.ofMinutes(59));
    stage.signals.put("go", JsonValues.write("yes"));
    assertThat(stage.run(asks())).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "please approve", "a\0b"})
  void await_ofANameThatNoSignalCanHave_failsAndTheFlowIsReverted(String name) throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a")
                    .run(t -> calls.add("a"))
                    .revert((t, nothing) -> calls.add("undo a")),
                Task.named("b").run(t -> t.await(name)));
    assertThat(stage.run(flow))
        .isInstanceOfSatisfying(
            FlowOutcome.Reverted.class,
            reverted -> assertThat(reverted.toString()).contains("is not a name for a signal"));
    assertThat(calls).containsExactly("a", "undo a");
  }

  @Test
  void await_whenTheTimeIsOver_failsAndARetryMayAskAgain() throws Exception {
    Instant until = stage.clock.now().plus(Duration.ofHours(1));
    assertThat(stage.run(asks()))
        .isEqualTo(new FlowOutcome.Waiting(until, Set.of("go"), new TreeMap<>()));
    stage.clock.advance(Duration.ofHours(1));
    assertThat(stage.run(asks()))
        .isEqualTo(
            new FlowOutcome.Waiting(
                until.plus(Duration.ofHours(1)), Set.of("go"), new TreeMap<>()));
    stage.clock.advance(Duration.ofHours(1));
    assertThat(stage.run(asks()))
        .isInstanceOfSatisfying(
            FlowOutcome.Reverted.class,
            reverted ->
                assertThat(reverted.failures().getFirst().failure().message())
                    .contains("task 'ask' received no signal 'go' within PT1H"));
  }

  @Test
  void await_whoseTimeWasOver_isNotAnsweredByALateSignal() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("ask")
                    .run(t -> {
                      try {
                        t.await("go", Duration.ofHours(1));
                      } catch (TimeoutException e) {
                        calls.add("late");
                      }
                      calls.add(t.await("other").asText());
                    }));
    assertThat(stage.run(flow)).isInstanceOf(FlowOutcome.Waiting.class);
    stage.clock.advance(Duration.ofHours(1));
    assertThat(stage.run(flow)).isInstanceOf(FlowOutcome.Waiting.class);
    stage.signals.put("go", JsonValues.write("too late"));
    stage.signals.put("other", JsonValues.write("then"));
    assertThat(stage.run(flow)).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("late", "late", "then");
  }

  @Test
  void wait_thatTheBodySwallows_countsNevertheless() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a")
                    .run(t -> {
                      try {
                        t.await("go");
                      } catch (Throwable e) {
                        calls.add("swallowed");
                      }
                    }));
    assertThat(stage.run(flow)).isInstanceOf(FlowOutcome.Waiting.class);
  }

  @Test
  void wait_whileOthersRun_doesNotHoldThemUp() throws Exception {
    Flow flow =
        Flow.unordered("f")
            .add(
                Task.named("a").run(t -> t.sleep(Duration.ofHours(1))),
                Flow.linear("l")
                    .add(
                        Task.named("b").run(t -> calls.add("b")),
                        Task.named("c").run(t -> calls.add("c"))));
    assertThat(stage.run(flow)).isInstanceOf(FlowOutcome.Waiting.class);
    assertThat(calls).containsExactly("b", "c");
  }

  @Test
  void wait_whenAnotherTaskFails_isGivenUpAndReverted() throws Exception {
    Flow flow =
        Flow.unordered("f")
            .add(
                Task.named("a")
                    .run(t -> t.await("never"))
                    .revertAlways(t -> calls.add("undo, failed: " + t.failure().isPresent())),
                Flow.linear("l")
                    .add(
                        Task.named("b").run(t -> {}),
                        Task.named("c")
                            .run(t -> {
                              throw new IllegalStateException();
                            })));
    assertThat(stage.run(flow)).isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(calls).containsExactly("undo, failed: true");
  }

  @Test
  void revert_ofAFlowThatWaits_undoesIt() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a").run(t -> {}).revertAlways(t -> calls.add("undo a")),
                Task.named("b").run(t -> t.await("approval")));
    stage.run(flow);
    FlowRun run = stage.open(flow);
    run.revert();
    assertThat(run.run()).isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(calls).containsExactly("undo a");
  }

  @Test
  void backoff_ofARetry_isWaitedForDurably() throws Exception {
    Backoff backoff = new Backoff(Duration.ofMinutes(10), Duration.ofMinutes(10), 1, 0);
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times(2).backoff(backoff).named("r"))
            .add(
                Task.named("a")
                    .run(t -> {
                      calls.add("attempt " + t.attempt());
                      if (t.attempt() == 1) {
                        throw new IllegalStateException();
                      }
                    }));
    Instant due = stage.clock.now().plus(Duration.ofMinutes(10));
    FlowOutcome waiting = new FlowOutcome.Waiting(due, Set.of(), new TreeMap<>());
    assertThat(stage.run(flow)).isEqualTo(waiting);
    stage.clock.advance(Duration.ofMinutes(9));
    assertThat(stage.run(flow)).isEqualTo(waiting);
    assertThat(stage.state("a")).isEqualTo(AtomState.REVERTED);
    stage.clock.advance(Duration.ofMinutes(1));
    assertThat(stage.run(flow)).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("attempt 1", "attempt 2");
  }

  @Test
  void waits_whenTheProcessDiesAtAnyWrite_areKept() throws Exception {
    int crashes =
        CrashEveryWrite.of(() ->
                Flow.linear("f")
                    .add(
                        Task.named("a").run(t -> t.sleep(Duration.ofDays(1))),
                        Task.named("b").execute(t -> t.await("go")),
                        Task.named("c")
                            .run(t -> {
                              t.sleep(Duration.ofHours(1));
                              t.sleep(Duration.ofHours(1));
                            })))
            .signal("go", JsonValues.write("gone"))
            .verify();
    assertThat(crashes).isGreaterThan(10);
  }

  @Test
  void signal_approvesOneAttemptOnly() throws Exception {
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times(3))
            .add(
                Task.named("ship")
                    .run(t -> {
                      calls.add(t.await("approve").asText());
                      if (calls.size() < 3) {
                        throw new IllegalStateException("lost");
                      }
                    }));
    for (int i = 1; i <= 3; i++) {
      assertThat(stage.run(flow)).isInstanceOf(FlowOutcome.Waiting.class);
      assertThat(calls).hasSize(i - 1);
      stage.signals.putAll(
          SentSignals.with(stage.signals, "approve", JsonValues.write("yes " + i)));
    }
    assertThat(stage.run(flow)).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("yes 1", "yes 2", "yes 3");
  }

  @Test
  void signal_sentDuringAnAttempt_countsForTheNext() throws Exception {
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times(2))
            .add(
                Task.named("ship")
                    .run(t -> {
                      calls.add(t.await("approve").asText());
                      if (calls.size() == 1) {
                        stage.signals.putAll(
                            SentSignals.with(stage.signals, "approve", JsonValues.write("again")));
                        throw new IllegalStateException("lost");
                      }
                    }));
    stage.signals.put("approve", JsonValues.write("once"));
    FlowOutcome outcome = stage.run(flow);
    if (outcome instanceof FlowOutcome.Waiting) {
      outcome = stage.run(flow);
    }
    assertThat(outcome).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("once", "again");
  }

  @Test
  void duration_ofABodyThatIsStartedAgain_countsFromThatStart() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a")
                    .run(t -> {
                      calls.add(String.valueOf(stage.logbook().atoms().get("a").since()));
                      if (!t.resumed()) {
                        throw new InterruptedException("as if the process died");
                      }
                    }));
    String first = stage.clock.now().toString();
    FlowRun dying = stage.opening(flow).interruptedWhen(() -> !calls.isEmpty()).open();
    assertThatThrownBy(dying::run).isInstanceOf(InterruptedException.class);
    stage.clock.advance(Duration.ofHours(3));
    assertThat(stage.run(flow)).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly(first, stage.clock.now().toString());
  }
}
