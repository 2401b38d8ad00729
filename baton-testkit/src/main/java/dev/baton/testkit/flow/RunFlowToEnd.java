// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.FlowNode;
import dev.baton.job.JobId;
import dev.baton.logbook.LogbookStore;
import dev.baton.runner.FlowOptions;
import dev.baton.runner.FlowOutcome;
import dev.baton.runner.FlowRun;
import dev.baton.runner.FlowRunner;
import dev.baton.testkit.backend.FlowTestStore;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One flow from its start to its end, across processes: its time and its signals go on. */
final class RunFlowToEnd {

  private static final int MOST_RUNS = 1_000;

  /**
   * What is run.
   *
   * @param inputs values that the flow is given, by symbol
   * @param signals what is sent once the flow waits for it
   */
  record FlowSetup(
      Supplier<? extends FlowNode> definition,
      FlowOptions options,
      Map<String, JsonNode> inputs,
      Map<String, JsonNode> signals) {}

  private final FlowSetup flowSetup;
  private final FlowTestStore bed;
  private final JobId job;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.now();
  private final SortedMap<String, JsonNode> sent = new TreeMap<>();

  /** Where it came to. */
  record FlowEnd(FlowRun run, FlowOutcome outcome) {}

  RunFlowToEnd(FlowSetup flowSetup, FlowTestStore bed, JobId job) {
    this.flowSetup = flowSetup;
    this.bed = bed;
    this.job = job;
  }

  /** Runs until the flow is over, unless it is; its waits pass at once. */
  FlowEnd run(LogbookStore store) throws InterruptedException {
    FlowOutcome outcome = null;
    for (int runs = 0; runs < MOST_RUNS; runs++) {
      FlowRun run = open(store);
      // What was durable last may be the very end, which nobody would run again.
      Optional<FlowOutcome> ended = run.storedOutcome();
      outcome = ended.isPresent() ? ended.get() : run.run();
      switch (outcome) {
        case FlowOutcome.Suspended suspended -> {}
        case FlowOutcome.Waiting waiting -> pass(waiting);
        case FlowOutcome.Succeeded end -> {
          return new FlowEnd(run, end);
        }
        case FlowOutcome.Reverted end -> {
          return new FlowEnd(run, end);
        }
        case FlowOutcome.Failed end -> {
          return new FlowEnd(run, end);
        }
      }
    }
    throw new AssertionError(
        "the flow did not come to an end in " + MOST_RUNS + " runs; the last: " + outcome);
  }

  /** How much time has passed for the flow. */
  Duration waited() {
    return Duration.between(start, clock.now());
  }

  private FlowRun open(LogbookStore store) {
    return new FlowRunner(store, clock)
        .flow(flowSetup.definition().get())
        .forJob(job, bed.claim(job))
        .options(flowSetup.options())
        .signals(() -> new TreeMap<>(sent))
        .open()
        .inject(flowSetup.inputs());
  }

  private void pass(FlowOutcome.Waiting waiting) {
    for (String signal : waiting.signals()) {
      JsonNode payload = flowSetup.signals().get(signal);
      if (payload == null) {
        throw new AssertionError("the flow waits for signal '" + signal + "'; give one");
      }
      sent.put(signal, payload);
    }
    if (waiting.until() != null) {
      Duration left = Duration.between(clock.now(), waiting.until());
      clock.advance(left.isNegative() ? Duration.ZERO : left);
    }
  }
}
