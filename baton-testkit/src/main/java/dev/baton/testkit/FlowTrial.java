// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Node;
import dev.baton.job.JobId;
import dev.baton.logbook.Logbook;
import dev.baton.runner.FlowOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs a flow to its end, for tests of flows: in memory, one body after the other, and without
 * waiting, as time is the test's own and signals are there when they are asked for.
 *
 * <pre>{@code
 * FlowRecord record = FlowTrial.of(() -> CreateServer.flow(params)).run();
 * assertThat(record).hasReverted("boot", "allocate_ip");
 * }</pre>
 */
public final class FlowTrial {

  private static final int MOST_STEPS = 10_000;

  private final Supplier<? extends Node> definition;
  private final Map<String, JsonNode> given = new LinkedHashMap<>();
  private final Map<String, JsonNode> signals = new LinkedHashMap<>();

  private FlowTrial(Supplier<? extends Node> definition) {
    this.definition = definition;
  }

  /**
   * A trial of a flow.
   *
   * @param definition makes the flow, anew each time it goes on after a wait
   */
  public static FlowTrial of(Supplier<? extends Node> definition) {
    return new FlowTrial(definition);
  }

  /** A value that the flow is given. */
  public FlowTrial given(String symbol, JsonNode value) {
    given.put(symbol, value);
    return this;
  }

  /** A signal that is sent once the flow waits for it. */
  public FlowTrial signal(String name, JsonNode payload) {
    signals.put(name, payload);
    return this;
  }

  /** Does it. */
  public FlowRecord run() throws InterruptedException {
    FlowBed bed = FlowBed.inMemory();
    JobId job = bed.newJob();
    FlowLife.Play play =
        new FlowLife.Play(definition, FlowOptions.DEFAULT.serial(), given, signals);
    FlowLife life = new FlowLife(play, bed, job);
    Logbook logbook = life.toTheEnd(bed.store()).run().logbook();
    return new FlowRecord(logbook, bed.store().transitions(job, 0, MOST_STEPS), life.waited());
  }
}
