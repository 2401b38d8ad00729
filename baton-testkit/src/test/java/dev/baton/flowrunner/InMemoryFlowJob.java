// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.FlowNode;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Logbook;
import dev.baton.memory.InMemoryLogbookStore;
import dev.baton.service.Clock;
import dev.baton.testkit.clock.ManualClock;
import java.util.SortedMap;
import java.util.TreeMap;

/** One job and its flow in memory. Each opening claims the job again. */
final class InMemoryFlowJob {

  final ManualClock clock = new ManualClock();
  final SortedMap<String, JsonNode> signals = new TreeMap<>();
  final FlowOptions options = FlowOptions.DEFAULT.serial();
  private final InMemoryLogbookStore store = new InMemoryLogbookStore();
  private final JobId job = JobId.create(clock.now());
  private Clock time = clock;
  private long token;

  /** Uses the system clock, for tests in which a time limit interrupts a thread. */
  InMemoryFlowJob inRealTime() {
    time = Clock.system();
    return this;
  }

  FlowRunner.Opening opening(FlowNode flow) {
    return new FlowRunner(store, time)
        .flow(flow)
        .forJob(job, ++token)
        .options(options)
        .signals(() -> new TreeMap<>(signals));
  }

  FlowRun open(FlowNode flow) {
    return opening(flow).open();
  }

  FlowOutcome run(FlowNode flow) throws InterruptedException {
    return open(flow).run();
  }

  Logbook logbook() {
    return store.find(job).orElseThrow();
  }

  AtomState state(String atom) {
    return logbook().atoms().get(atom).state();
  }

  long writes() {
    return store.find(job).map(book -> book.flow().revision()).orElse(0L);
  }
}
