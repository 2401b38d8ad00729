// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.flow.Flow;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.logbook.AtomState;
import dev.baton.testkit.flow.CrashEveryWrite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EachFlowTest {

  private static final Symbol<List<String>> NAMES = Symbol.list("names", String.class);

  private final InMemoryFlowJob stage = new InMemoryFlowJob();
  private final List<String> calls = new ArrayList<>();

  @Test
  void each_runsItsNodeOncePerElement_thenWhatFollows() throws Exception {
    Flow flow = flow(Task.named("last").run(t -> calls.add("last")));
    FlowRun run = stage.open(flow);
    assertThat(run.run()).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("a", "b", "last");
    assertThat(run.plan().hierarchy())
        .isEqualTo(
            """
            "linear_flow.Flow: f(len=3)"
            |__"list==1.0"
            |__"each_flow.Flow: all(len=2)"
            |  |__"all_each==1.0"
            |  |__"unordered_flow.Flow: all_elements(len=2)"
            |     |__"do a==1.0"
            |     |__"do b==1.0"
            |__"last==1.0\"\
            """);
  }

  @Test
  void each_thatGathers_givesTheResultsInTheOrderOfTheList() throws Exception {
    Symbol<Integer> length = Symbol.of("length", Integer.class);
    Symbol<List<Integer>> lengths = Symbol.list("lengths", Integer.class);
    Symbol<Integer> sum = Symbol.of("sum", Integer.class);
    CrashEveryWrite trial =
        CrashEveryWrite.of(() ->
            Flow.linear("f")
                .add(
                    Task.named("list").provides(NAMES).execute(t -> List.of("ccc", "a", "bb")),
                    Flow.each(
                            "all",
                            NAMES,
                            (name, i) ->
                                Flow.linear("part " + name)
                                    .add(
                                        Task.named("measure " + name)
                                            .priority(i)
                                            .provides(length)
                                            .execute(t -> name.length()),
                                        Task.named("check " + name)
                                            .requires(length)
                                            .run(t -> calls.add(name + t.get(length)))))
                        .gather(length, lengths),
                    Task.named("sum")
                        .requires(lengths)
                        .provides(sum)
                        .execute(t -> {
                          assertThat(t.get(lengths)).containsExactly(3, 1, 2);
                          return t.get(lengths).stream().mapToInt(Integer::intValue).sum();
                        })));
    assertThat(trial.verify()).isPositive();
    assertThat(calls).contains("ccc3", "a1", "bb2");
  }

  @Test
  void each_ofAnEmptyList_gathersNothing() throws Exception {
    Symbol<List<Integer>> lengths = Symbol.list("lengths", Integer.class);
    FlowRun run =
        stage.open(
            Flow.linear("f")
                .add(
                    Task.named("list").provides(NAMES).execute(t -> List.of()),
                    Flow.each("all", NAMES, (name, i) -> Task.named(name).run(t -> {}))
                        .gather(Symbol.of("length", Integer.class), lengths)));
    assertThat(run.run()).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(run.value(lengths)).isEmpty();
  }

  @Test
  void each_whenLaterWorkFails_isReverted() throws Exception {
    Flow flow =
        flow(
            Task.named("last")
                .run(t -> {
                  throw new IllegalStateException();
                }));
    assertThat(stage.run(flow)).isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(calls).containsExactly("a", "b", "undo a", "undo b");
    assertThat(stage.state("do a")).isEqualTo(AtomState.REVERTED);
  }

  @Test
  void each_whenSuspendedInBetween_continuesWhereItStopped() throws Exception {
    Flow flow = flow(Task.named("last").run(t -> {}));
    SuspendAfter suspend = new SuspendAfter("all_each");
    FlowRun run =
        stage
            .opening(flow)
            .listen(suspend)
            .options(stage.options.withCommits(FlowOptions.Commits.EACH))
            .open();
    suspend.of(run);
    assertThat(run.run()).isEqualTo(new FlowOutcome.Suspended());
    assertThat(calls).isEmpty();
    assertThat(stage.run(flow)).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("a", "b");
  }

  @Test
  void each_ofNodesThatDoNotFit_fails() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("list").provides(NAMES).execute(t -> List.of("x", "x")),
                Flow.each("all", NAMES, (name, i) -> Task.named("do " + name).run(t -> {})));
    assertThat(stage.run(flow))
        .isInstanceOfSatisfying(
            FlowOutcome.Reverted.class,
            reverted ->
                assertThat(reverted.failures().getFirst().failure().message()).contains("do x"));
  }

  @Test
  void each_underARetry_mayGetAnotherList() throws Exception {
    Symbol<Integer> attempt = Symbol.of("attempt", Integer.class);
    Flow flow =
        Flow.linear("f")
            .retry(Retry.times(3).provides(attempt))
            .add(
                Task.named("list")
                    .requires(attempt)
                    .provides(NAMES)
                    .execute(t -> List.of("a", "b", "c").subList(0, t.get(attempt))),
                Flow.each(
                    "all", NAMES, (name, i) -> Task.named("do " + name).run(t -> calls.add(name))),
                Task.named("last")
                    .requires(attempt)
                    .run(t -> {
                      if (t.get(attempt) < 3) {
                        throw new IllegalStateException();
                      }
                    }));
    assertThat(stage.run(flow)).isEqualTo(new FlowOutcome.Succeeded());
    assertThat(calls).containsExactly("a", "a", "b", "a", "b", "c");
  }

  private Flow flow(Task<?> last) {
    return Flow.linear("f")
        .add(
            Task.named("list").provides(NAMES).execute(t -> List.of("a", "b")),
            Flow.each(
                "all",
                NAMES,
                (name, i) ->
                    Task.named("do " + name)
                        .priority(-i)
                        .run(t -> calls.add(name))
                        .revertAlways(t -> calls.add("undo " + name))),
            last);
  }
}
