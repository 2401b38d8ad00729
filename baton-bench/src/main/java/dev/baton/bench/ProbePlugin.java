// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.plugin.Default;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Provides actions that only record that, and when, they ran. */
final class ProbePlugin implements Plugin {

  record NoParameters() {}

  /** The size of a flow. */
  record GraphParameters(@Default("100") int atoms) {}

  /** How long to sleep. */
  record SleepParameters(@Default("60") long seconds) {}

  final AtomicLong runs = new AtomicLong();

  /** The start of each job, in nanoseconds of the monotonic clock. */
  final ConcurrentHashMap<String, Long> startNanos = new ConcurrentHashMap<>();

  @Override
  public void register(Registry registry) {
    registry.action("noop", NoParameters.class, (run, noParameters) -> runs.incrementAndGet());
    registry.action("timed", NoParameters.class, (run, noParameters) -> note(run));
    registry.action("fail", NoParameters.class, (run, noParameters) -> fail(run));
    registry.flow(
        "graph", GraphParameters.class, parameters -> NoopFlows.graph(parameters.atoms()));
    registry.action(
        "nap", SleepParameters.class, (run, sleepParameters) -> sleep(sleepParameters.seconds()));
  }

  private void note(JobRun run) {
    startNanos.put(run.job().id().toString(), System.nanoTime());
    runs.incrementAndGet();
  }

  private static void fail(JobRun run) throws IOException {
    throw new IOException("disk of " + run.job().id() + " is full");
  }

  private void sleep(long seconds) throws InterruptedException {
    runs.incrementAndGet();
    new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
  }
}
