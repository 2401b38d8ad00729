// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.FlowNode;
import dev.baton.job.JobId;
import dev.baton.logbook.FlowTransition;
import dev.baton.runner.FlowOptions;
import dev.baton.runner.FlowOptions.Commits;
import dev.baton.testkit.backend.FlowTestStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Runs a flow undisturbed, then again once for every write with the process dying right before or
 * right after it, and has another run take it up. Each must come to the same end, and tell the same
 * of it: the same kind of outcome, for the same failures where {@linkplain #options nothing runs at
 * once}.
 *
 * <pre>{@code
 * CrashEveryWrite.of(() -> CreateServer.flow(params)).fresh(cloud::clear).verify();
 * }</pre>
 *
 * <p>The flow must decide the same each time: a body may look at its inputs, its idempotency key
 * and the world that {@link #beforeEachRun} resets, not at a counter that lives on.
 */
public final class CrashEveryWrite {

  private static final int MOST_STEPS = 10_000;

  private final Supplier<? extends FlowNode> definition;
  private final SortedMap<String, JsonNode> signals = new TreeMap<>();
  private final Map<String, JsonNode> input = new LinkedHashMap<>();
  private FlowTestStore bed = FlowTestStore.inMemory();
  private FlowOptions options = FlowOptions.DEFAULT.serial();
  private Runnable beforeEachRun = () -> {};
  private Runnable afterEachRun = () -> {};

  private CrashEveryWrite(Supplier<? extends FlowNode> definition) {
    this.definition = definition;
  }

  /**
   * Of a flow.
   *
   * @param definition makes the flow, anew for each run
   */
  public static CrashEveryWrite of(Supplier<? extends FlowNode> definition) {
    return new CrashEveryWrite(definition);
  }

  /** Where progress is kept; memory unless set. */
  public CrashEveryWrite store(FlowTestStore value) {
    bed = value;
    return this;
  }

  /** How the flow is run; serially with grouped writes unless set. */
  public CrashEveryWrite options(FlowOptions value) {
    options = value;
    return this;
  }

  /** A value that the flow is given. */
  public CrashEveryWrite input(String symbol, JsonNode value) {
    input.put(symbol, value);
    return this;
  }

  /** A signal that is sent once the flow waits for it. */
  public CrashEveryWrite signal(String name, JsonNode payload) {
    signals.put(name, payload);
    return this;
  }

  /** Called before each flow that is run from its start: to reset the world that it acts on. */
  public CrashEveryWrite beforeEachRun(Runnable reset) {
    beforeEachRun = reset;
    return this;
  }

  /** Called when a flow has come to its end, undisturbed or not: to look at the world. */
  public CrashEveryWrite afterEachRun(Runnable check) {
    afterEachRun = check;
    return this;
  }

  /**
   * Does it.
   *
   * @return how many crashes the flow survived
   */
  public int verify() throws InterruptedException {
    CrashingLogbookStore quiet = new CrashingLogbookStore(bed.store(), 0, true);
    beforeEachRun.run();
    FlowEndState expected = rest(newLife(bed.newJob()).run(quiet));
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
    JobId job = bed.newJob();
    RunFlowToEnd life = newLife(job);
    String moment = (kept ? "crash after write " : "crash before write ") + write;
    boolean crashed = false;
    FlowEndState rest;
    try {
      rest = rest(life.run(new CrashingLogbookStore(bed.store(), write, kept)));
    } catch (CrashingLogbookStore.Crash e) {
      crashed = true;
      rest = rest(life.run(new CrashingLogbookStore(bed.store(), 0, true)));
    }
    assertThat(rest).as(moment).isEqualTo(expected);
    checkSteps(moment, bed.store().transitions(job, 0, MOST_STEPS));
    afterEachRun.run();
    return crashed;
  }

  private RunFlowToEnd newLife(JobId job) {
    return new RunFlowToEnd(
        new RunFlowToEnd.FlowSetup(definition, options, input, signals), bed, job);
  }

  /**
   * Where several run at once, and where their ends are written one by one, one that has failed may
   * be found as cut off after a crash, which is nobody's failure.
   */
  private FlowEndState rest(RunFlowToEnd.FlowEnd flowEnd) {
    boolean oneByOne = options.maxWorkers() == 0 && options.commits() == Commits.GROUPED;
    return FlowEndState.of(flowEnd, oneByOne);
  }

  /**
   * Each step starts where the one before ended: nothing was lost, or done again once it was done.
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
