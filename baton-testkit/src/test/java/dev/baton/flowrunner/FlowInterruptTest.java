// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Retry;
import dev.baton.flow.RetryContext;
import dev.baton.flow.RetryController;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests code of a flow that interrupts its own thread, at every position. The flow ends in the same
 * way as if that code threw any other exception. Only the caller of the run can end the run by an
 * interrupt.
 */
final class FlowInterruptTest {

  private static final Symbol<List<Integer>> NUMBERS = Symbol.list("numbers", Integer.class);

  /** The way in which the code at a position fails. */
  enum FailureKind {
    ORDINARY,
    THROWS,
    LEAVES_FLAG,
    LEAVES_FLAG_AND_THROWS,
    LEAVES_FLAG_AND_THROWS_ANOTHER;

    void strike() throws Exception {
      if (name().startsWith("LEAVES_FLAG")) {
        Thread.currentThread().interrupt();
      }
      switch (this) {
        case ORDINARY, LEAVES_FLAG_AND_THROWS_ANOTHER -> throw new IllegalStateException("trouble");
        case THROWS, LEAVES_FLAG_AND_THROWS -> throw new InterruptedException("trouble");
        case LEAVES_FLAG -> {
          // Returns normally, with the interrupt flag set.
        }
      }
    }
  }

  /** The code of a flow that fails. */
  @SuppressWarnings("ImmutableEnumChecker") // The functions have no state.
  enum Position {
    EXECUTE(t -> linear(t, t.step("x").run(c -> t.strike()))),
    EXECUTE_RETRIED(
        t -> linear(t, t.step("x").run(c -> t.strikeOnce())).retry(Retry.times(2).named("r"))),
    EXECUTE_GIVEN_UP(
        t -> linear(t, t.step("x").run(c -> t.strike())).retry(Retry.times(3).named("r"))),
    EXECUTE_WITH_TIMEOUT(
        t -> linear(t, t.step("x").run(c -> t.strike()).timeout(Duration.ofMinutes(1)))),
    SUB_FLOW(t ->
        linear(
            t,
            Flow.linear("inner")
                .retry(Retry.times(2).named("r"))
                .add(t.step("x1"), t.step("x").run(c -> t.strikeOnce())))),
    SUB_FLOW_GIVEN_UP(t ->
        linear(
            t,
            Flow.unordered("inner")
                .retry(Retry.alwaysRevert().named("r"))
                .add(t.step("x1"), t.step("x").run(c -> t.strike())))),
    SIBLINGS(
        t -> linear(t, Flow.unordered("u").add(t.step("x").run(c -> t.strike()), t.step("y")))),
    ALL_SIBLINGS(t ->
        linear(
            t,
            Flow.unordered("u")
                .add(t.step("x").run(c -> t.strike()), t.step("y").run(c -> t.strike())))),
    BEFORE_EXECUTE(t -> linear(t, t.step("x").beforeExecute(c -> t.strike()))),
    AFTER_EXECUTE(t -> linear(t, t.step("x").afterExecute(c -> t.strike()))),
    REVERT(t -> linear(t, t.step("x").revertAlways(c -> t.strikeAndAnswer(true)), t.failing("z"))),
    BEFORE_REVERT(t -> linear(t, t.step("x").beforeRevert(c -> t.strike()), t.failing("z"))),
    AFTER_REVERT(t -> linear(t, t.step("x").afterRevert(c -> t.strike()), t.failing("z"))),
    REVERT_OF_SIBLINGS(t ->
        linear(
            t,
            Flow.unordered("u")
                .add(t.step("x").revertAlways(c -> t.strikeAndAnswer(true)), t.step("y")),
            t.failing("z"))),
    RETRY_EXECUTE(t -> linear(t, t.failing("z")).retry(t.controller("execute"))),
    RETRY_ON_FAILURE(t -> linear(t, t.failing("z")).retry(t.controller("onFailure"))),
    RETRY_REVERT(t -> linear(t, t.failing("z")).retry(t.controller("revert"))),
    DECIDER(t -> {
      Task<?> x = t.step("x");
      Task<?> y = t.step("y");
      return Flow.graph("f").add(x, y).link(x, y, history -> t.strikeAndAnswer(true));
    }),
    EACH_FUNCTION(t ->
        Flow.linear("f")
            .add(
                Task.named("list").provides(NUMBERS).execute(c -> List.of(1, 2)),
                Flow.each("each", NUMBERS, (number, i) -> t.made(i)))),
    LISTENER(t -> linear(t, t.step("x")));

    final Function<FlowInterruptTest, FlowNode> flow;

    Position(Function<FlowInterruptTest, FlowNode> flow) {
      this.flow = flow;
    }
  }

  private static Flow linear(FlowInterruptTest trial, FlowNode... nodes) {
    Flow flow = Flow.linear("f").add(trial.step("a"));
    for (FlowNode flowNode : nodes) {
      flow.add(flowNode);
    }
    return flow.add(trial.step("b"));
  }

  private static final Set<Position> CONCURRENT =
      EnumSet.of(
          Position.SIBLINGS,
          Position.ALL_SIBLINGS,
          Position.REVERT_OF_SIBLINGS,
          Position.SUB_FLOW_GIVEN_UP,
          Position.EACH_FUNCTION);

  /** The end of a run: its outcome, the states of its atoms, and the calls that were made. */
  private record RunResult(String outcome, Map<String, AtomState> atoms, List<String> calls) {}

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean struck = new AtomicBoolean();
  private FailureKind failureKind = FailureKind.ORDINARY;

  private Task<Object> step(String name) {
    return Task.named(name).run(t -> calls.add(name)).revertAlways(t -> calls.add("-" + name));
  }

  private Task<Object> failing(String name) {
    return Task.named(name)
        .run(t -> {
          throw new IllegalStateException(name);
        });
  }

  private void strike() throws Exception {
    calls.add("strike");
    failureKind.strike();
  }

  private void strikeOnce() throws Exception {
    if (struck.compareAndSet(false, true)) {
      strike();
    }
  }

  private boolean strikeAndAnswer(boolean answer) throws Exception {
    strike();
    return answer;
  }

  /**
   * Throws only unchecked exceptions, like every function of an each-flow, so it rethrows checked
   * exceptions without a declaration.
   */
  private FlowNode made(int index) {
    try {
      if (index == 0) {
        strike();
      }
    } catch (Exception e) {
      FlowInterruptTest.<RuntimeException>rethrow(e);
    }
    return step("n" + index);
  }

  @SuppressWarnings("unchecked") // The caller names an unchecked exception, so e is never cast.
  private static <E extends Exception> void rethrow(Exception e) throws E {
    throw (E) e;
  }

  private Retry controller(String where) {
    return Retry.by(
            new RetryController() {
              @Override
              public Object execute(RetryContext context) throws Exception {
                return strikeIf("execute");
              }

              @Override
              public Decision onFailure(RetryContext context) throws Exception {
                strikeIf("onFailure");
                return Decision.REVERT;
              }

              @Override
              public Object revert(RetryContext context) throws Exception {
                return strikeIf("revert");
              }

              private String strikeIf(String method) throws Exception {
                calls.add(method);
                if (method.equals(where)) {
                  strike();
                }
                return method;
              }
            })
        .named("r");
  }

  private FlowListener listener() {
    return new FlowListener() {
      @Override
      public void flowChanged(FlowDetail flow, FlowState from) {
        try {
          failureKind.strike();
        } catch (Exception e) {
          FlowInterruptTest.<RuntimeException>rethrow(e);
        }
      }

      @Override
      public void atomChanged(AtomDetail atom, AtomState from) {
        flowChanged(stage().logbook().flow(), FlowState.RUNNING);
      }
    };
  }

  private InMemoryFlowJob stage = new InMemoryFlowJob();

  private InMemoryFlowJob stage() {
    return stage;
  }

  private RunResult rest(Position position, FlowOptions options, boolean tellsCutOff)
      throws Exception {
    stage = new InMemoryFlowJob();
    calls.clear();
    struck.set(false);
    FlowRunner.Opening opening = stage.opening(position.flow.apply(this)).options(options);
    if (tellsCutOff) {
      opening.interruptedWhen(() -> false);
    }
    if (position == Position.LISTENER) {
      opening.listen(listener());
    }
    FlowOutcome outcome = opening.open().run();
    assertThat(Thread.interrupted()).as("flag after the run").isFalse();
    Map<String, AtomState> atoms = new TreeMap<>();
    stage.logbook().atoms().forEach((name, atom) -> atoms.put(name, atom.state()));
    List<String> made = new ArrayList<>(calls);
    if (CONCURRENT.contains(position)) {
      Collections.sort(made);
    }
    return new RunResult(outcome.getClass().getSimpleName(), atoms, made);
  }

  @ParameterizedTest
  @EnumSource(Position.class)
  void interrupt_byTheFlowsOwnCode_isAnOrdinaryFailure(Position position) throws Exception {
    for (FlowOptions options :
        List.of(
            FlowOptions.DEFAULT,
            FlowOptions.DEFAULT.serial(),
            FlowOptions.DEFAULT.withCommits(FlowOptions.Commits.EACH))) {
      failureKind = FailureKind.ORDINARY;
      RunResult expected = rest(position, options, true);
      assertThat(expected.outcome()).isEqualTo(outcomeOf(position));
      for (FailureKind each : FailureKind.values()) {
        failureKind = each;
        for (boolean tellsCutOff : List.of(true, false)) {
          assertThat(rest(position, options, tellsCutOff))
              .as("%s %s tells %s", each, options, tellsCutOff)
              .isEqualTo(expected);
        }
      }
    }
  }

  private static String outcomeOf(Position position) {
    return switch (position) {
      case EXECUTE_RETRIED, SUB_FLOW, LISTENER -> "Succeeded";
      case REVERT, BEFORE_REVERT, AFTER_REVERT, REVERT_OF_SIBLINGS, RETRY_REVERT -> "Failed";
      default -> "Reverted";
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"THROWS", "LEAVES_FLAG", "LEAVES_FLAG_AND_THROWS"})
  void interrupt_byABodyThatIsResumed_isAnOrdinaryFailure(FailureKind each) throws Exception {
    failureKind = each;
    AtomicBoolean dies = new AtomicBoolean(true);
    Flow flow =
        linear(
            this,
            step("x")
                .run(t -> {
                  calls.add("x " + t.resumed());
                  failureKind.strike();
                }));
    FlowRun first =
        stage.opening(flow).interruptedWhen(() -> dies.get() && calls.contains("x false")).open();
    assertThatThrownBy(first::run).isInstanceOf(InterruptedException.class);
    assertThat(stage.state("x")).isEqualTo(AtomState.RUNNING);
    dies.set(false);
    assertThat(stage.opening(flow).interruptedWhen(() -> false).open().run())
        .isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(calls).containsExactly("a", "x false", "x true", "-x", "-a");
  }

  @Test
  void interrupt_byTheCaller_leavesTheAtomInterrupted() throws Exception {
    for (FlowOptions options : List.of(FlowOptions.DEFAULT, FlowOptions.DEFAULT.serial())) {
      for (boolean siblings : List.of(false, true)) {
        stage = new InMemoryFlowJob();
        calls.clear();
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean cut = new AtomicBoolean();
        Task<Object> waiting =
            step("x")
                .run(t -> {
                  entered.countDown();
                  new CountDownLatch(1).await();
                });
        Flow flow = linear(this, siblings ? Flow.unordered("u").add(waiting, step("y")) : waiting);
        FlowRun run = stage.opening(flow).options(options).interruptedWhen(cut::get).open();
        Thread runner = Thread.currentThread();
        Thread caller =
            Thread.ofVirtual()
                .start(() -> {
                  awaitUninterruptibly(entered);
                  cut.set(true);
                  runner.interrupt();
                });
        assertThatThrownBy(run::run).isInstanceOf(InterruptedException.class);
        caller.join();
        assertThat(stage.state("x")).isEqualTo(AtomState.RUNNING);
        assertThat(calls).doesNotContain("-x", "-a");
      }
    }
  }

  @Test
  void interrupt_ofTheWaitingThread_byABody_isForgotten() throws Exception {
    Thread flowThread = Thread.currentThread();
    Task<Object> interrupting =
        step("x")
            .run(t -> {
              calls.add("x");
              flowThread.interrupt();
            });
    FlowRun run =
        stage
            .opening(linear(this, Flow.unordered("u").add(interrupting, step("y"))))
            .options(FlowOptions.DEFAULT)
            .interruptedWhen(() -> false)
            .open();
    assertThat(run.run()).isEqualTo(new FlowOutcome.Succeeded());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
