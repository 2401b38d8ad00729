// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.flowrunner.FlowOptions.Commits;
import dev.baton.job.JobId;
import dev.baton.logbook.FlowTransition;
import dev.baton.testkit.backend.FlowTestStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Runs a flow once without a fault. Then runs it again for each write: the process dies right
 * before or right after that write, and another run resumes the flow. Each of these runs must reach
 * the same end state and report the same kind of outcome. If the flow runs {@linkplain #options
 * serially with grouped writes}, it must also report the same failures.
 *
 * <pre>{@code
 * CrashEveryWrite.of(() -> CreateServer.flow(params)).beforeEachRun(cloud::clear).verify();
 * }</pre>
 *
 * <p>The flow must decide the same in each run. A body may depend on its inputs, on its idempotency
 * key and on the state that {@link #beforeEachRun} resets, but not on a counter that survives a
 * crash.
 */
public final class CrashEveryWrite {

  private static final int MOST_STEPS = 10_000;

  private final Supplier<? extends FlowNode> definition;
  private final SortedMap<String, JsonNode> signals = new TreeMap<>();
  private final Map<String, JsonNode> input = new LinkedHashMap<>();
  private FlowTestStore testStore = FlowTestStore.inMemory();
  private FlowOptions options = FlowOptions.DEFAULT.serial();
  private Runnable beforeEachRun = () -> {};
  private Runnable afterEachRun = () -> {};

  private CrashEveryWrite(Supplier<? extends FlowNode> definition) {
    this.definition = definition;
  }

  /**
   * Prepares a crash test of a flow.
   *
   * @param definition makes the flow; called again for each run
   */
  public static CrashEveryWrite of(Supplier<? extends FlowNode> definition) {
    return new CrashEveryWrite(definition);
  }

  /** Sets the store of the progress; in memory by default. */
  public CrashEveryWrite store(FlowTestStore value) {
    testStore = value;
    return this;
  }

  /** Sets the options of the run; serial with grouped writes by default. */
  public CrashEveryWrite options(FlowOptions value) {
    options = value;
    return this;
  }

  /** Sets an input value of the flow. */
  public CrashEveryWrite input(String symbol, JsonNode value) {
    input.put(symbol, value);
    return this;
  }

  /** Sets a signal that is sent when the flow waits for it. */
  public CrashEveryWrite signal(String name, JsonNode payload) {
    signals.put(name, payload);
    return this;
  }

  /** Sets an action that runs before each start of a flow and resets the state outside the flow. */
  public CrashEveryWrite beforeEachRun(Runnable reset) {
    beforeEachRun = reset;
    return this;
  }

  /** Sets a check that runs after each end of a flow, with and without a crash. */
  public CrashEveryWrite afterEachRun(Runnable check) {
    afterEachRun = check;
    return this;
  }

  /**
   * Runs the crash test.
   *
   * @return the number of crashes that the flow survived
   */
  public int verify() throws InterruptedException {
    CrashingLogbookStore quiet = new CrashingLogbookStore(testStore.store(), 0, true);
    beforeEachRun.run();
    FlowEndState expected = rest(newLife(testStore.newJob()).run(quiet));
    afterEachRun.run();
    int crashes = 0;
    for (long write = 1; write <= quiet.writes(); write++) {
      crashes += crashAt(write, false, expected) ? 1 : 0;
      crashes += crashAt(write, true, expected) ? 1 : 0;
    }
    return crashes;
  }

  private boolean crashAt(long write, boolean kept, FlowEndState expected)
      throws InterruptedException {
    beforeEachRun.run();
    JobId job = testStore.newJob();
    RunFlowToEnd life = newLife(job);
    String moment = (kept ? "crash after write " : "crash before write ") + write;
    boolean crashed = false;
    FlowEndState rest;
    try {
      rest = rest(life.run(new CrashingLogbookStore(testStore.store(), write, kept)));
    } catch (CrashingLogbookStore.Crash e) {
      crashed = true;
      rest = rest(life.run(new CrashingLogbookStore(testStore.store(), 0, true)));
    }
    assertThat(rest).as(moment).isEqualTo(expected);
    checkSteps(moment, testStore.store().transitions(job, 0, MOST_STEPS));
    afterEachRun.run();
    return crashed;
  }

  private RunFlowToEnd newLife(JobId job) {
    return new RunFlowToEnd(
        new RunFlowToEnd.FlowSetup(definition, options, input, signals), testStore, job);
  }

  /**
   * Compares the failures only for serial runs with grouped writes. In other runs, a crash can hide
   * the failure of an atom: the next run finds that atom interrupted.
   */
  private FlowEndState rest(RunFlowToEnd.FlowEnd flowEnd) {
    boolean oneByOne = options.maxWorkers() == 0 && options.commits() == Commits.GROUPED;
    return FlowEndState.of(flowEnd, oneByOne);
  }

  /**
   * Each transition starts in the state in which the previous one ended: no transition is lost or
   * repeated.
   */
  private static void checkSteps(String moment, List<FlowTransition> steps) {
    Map<String, String> states = new HashMap<>();
    for (FlowTransition step : steps) {
      String key = (step.kind() == FlowTransition.Kind.FLOW ? "flow " : "atom ") + step.name();
      assertThat(step.from())
          .as("%s: %s of %s", moment, step, key)
          .isEqualTo(states.getOrDefault(key, "PENDING"));
      states.put(key, step.to());
    }
  }
}
