// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.job.JobId;
import dev.baton.logbook.Logbook;
import dev.baton.testkit.backend.FlowTestStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs a flow to its end in memory, for tests of flows. Bodies run one after the other. The flow
 * does not wait: the trial moves its own clock, and sends a signal as soon as the flow waits for
 * it.
 *
 * <pre>{@code
 * FlowTrialResult record = FlowTrial.of(() -> CreateServer.flow(params)).run();
 * assertThat(record).hasReverted("boot", "allocate_ip");
 * }</pre>
 */
public final class FlowTrial {

  private static final int MOST_STEPS = 10_000;

  private final Supplier<? extends FlowNode> definition;
  private final Map<String, JsonNode> input = new LinkedHashMap<>();
  private final Map<String, JsonNode> signals = new LinkedHashMap<>();

  private FlowTrial(Supplier<? extends FlowNode> definition) {
    this.definition = definition;
  }

  /**
   * Prepares a trial of a flow.
   *
   * @param definition makes the flow; called again for each continuation after a wait
   */
  public static FlowTrial of(Supplier<? extends FlowNode> definition) {
    return new FlowTrial(definition);
  }

  /** Sets an input value of the flow. */
  public FlowTrial input(String symbol, JsonNode value) {
    input.put(symbol, value);
    return this;
  }

  /** Sets a signal that is sent when the flow waits for it. */
  public FlowTrial signal(String name, JsonNode payload) {
    signals.put(name, payload);
    return this;
  }

  /** Runs the flow to its end. */
  public FlowTrialResult run() throws InterruptedException {
    FlowTestStore testStore = FlowTestStore.inMemory();
    JobId job = testStore.newJob();
    RunFlowToEnd.FlowSetup flowSetup =
        new RunFlowToEnd.FlowSetup(definition, FlowOptions.DEFAULT.serial(), input, signals);
    RunFlowToEnd life = new RunFlowToEnd(flowSetup, testStore, job);
    Logbook logbook = life.run(testStore.store()).run().logbook();
    return new FlowTrialResult(
        logbook, testStore.store().transitions(job, 0, MOST_STEPS), life.waited());
  }
}
