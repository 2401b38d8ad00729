// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowOptions;
import dev.baton.flowrunner.FlowOutcome;
import dev.baton.flowrunner.FlowRun;
import dev.baton.flowrunner.FlowRunner;
import dev.baton.job.JobId;
import dev.baton.logbook.LogbookStore;
import dev.baton.testkit.backend.FlowTestStore;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Runs one flow from its start to its end, across simulated processes. Its clock and its signals
 * survive the processes.
 */
final class RunFlowToEnd {

  private static final int MOST_RUNS = 1_000;

  /**
   * The flow and its environment.
   *
   * @param inputs the input values of the flow, by symbol
   * @param signals the signals by name; each is sent when the flow waits for it
   */
  record FlowSetup(
      Supplier<? extends FlowNode> definition,
      FlowOptions options,
      Map<String, JsonNode> inputs,
      Map<String, JsonNode> signals) {}

  private final FlowSetup flowSetup;
  private final FlowTestStore testStore;
  private final JobId job;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.now();
  private final SortedMap<String, JsonNode> sent = new TreeMap<>();

  /** The last run of the flow and its outcome. */
  record FlowEnd(FlowRun run, FlowOutcome outcome) {}

  RunFlowToEnd(FlowSetup flowSetup, FlowTestStore testStore, JobId job) {
    this.flowSetup = flowSetup;
    this.testStore = testStore;
    this.job = job;
  }

  /**
   * Runs the flow until it has ended. The clock skips its waits. Does not run a flow whose end is
   * already stored.
   */
  FlowEnd run(LogbookStore store) throws InterruptedException {
    FlowOutcome outcome = null;
    for (int runs = 0; runs < MOST_RUNS; runs++) {
      FlowRun run = open(store);
      // The last durable write may be the end of the flow. An executor would not run that flow
      // again.
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
        "the flow did not end in " + MOST_RUNS + " runs; the last outcome: " + outcome);
  }

  /** Returns the time on the flow's manual clock since the flow was first started. */
  Duration waited() {
    return Duration.between(start, clock.now());
  }

  private FlowRun open(LogbookStore store) {
    return new FlowRunner(store, clock)
        .flow(flowSetup.definition().get())
        .forJob(job, testStore.claim(job))
        .options(flowSetup.options())
        .signals(() -> new TreeMap<>(sent))
        .open()
        .inject(flowSetup.inputs());
  }

  private void pass(FlowOutcome.Waiting waiting) {
    for (String signal : waiting.signals()) {
      JsonNode payload = flowSetup.signals().get(signal);
      if (payload == null) {
        throw new AssertionError(
            "the flow waits for signal '" + signal + "', but the test has no value for it");
      }
      sent.put(signal, payload);
    }
    if (waiting.until() != null) {
      Duration left = Duration.between(clock.now(), waiting.until());
      clock.advance(left.isNegative() ? Duration.ZERO : left);
    }
  }
}
