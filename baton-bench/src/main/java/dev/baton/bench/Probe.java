// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.plugin.Default;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Actions that do nothing but tell that, and when, they ran. */
final class Probe implements Plugin {

  /** No parameters. */
  record Nothing() {}

  /** How long to sleep. */
  record Nap(@Default("60") long seconds) {}

  final AtomicLong ran = new AtomicLong();

  /** When each job started, in nanoseconds of the monotonic clock. */
  final ConcurrentHashMap<String, Long> startNanos = new ConcurrentHashMap<>();

  @Override
  public void register(Registry registry) {
    registry.action("noop", Nothing.class, (run, nothing) -> ran.incrementAndGet());
    registry.action("timed", Nothing.class, (run, nothing) -> note(run));
    registry.action("nap", Nap.class, (run, nap) -> sleep(nap.seconds()));
  }

  private void note(JobRun run) {
    startNanos.put(run.job().id().toString(), System.nanoTime());
    ran.incrementAndGet();
  }

  private void sleep(long seconds) throws InterruptedException {
    ran.incrementAndGet();
    new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
  }
}
