// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work that may hang on a separate thread, and waits for it for a bounded time. */
public final class RunWithTimeout {

  private static final Logger LOG = LoggerFactory.getLogger(RunWithTimeout.class);

  private RunWithTimeout() {}

  /** Returns whether the work ended in time, even if it failed. Failures are logged. */
  public static boolean run(String role, Runnable work, Duration atMost) {
    CountDownLatch done = new CountDownLatch(1);
    Threads.platform(
            role,
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                LOG.warn("{} failed", role, e);
              } finally {
                done.countDown();
              }
            })
        .start();
    return await(done, atMost);
  }

  /** An interrupt does not shorten the wait; the interrupt flag is set again after it. */
  private static boolean await(CountDownLatch done, Duration atMost) {
    Deadline end = Deadline.after(Clock.system().nanos(), atMost);
    boolean interrupted = false;
    boolean ended = false;
    while (!ended && !end.isPast(Clock.system())) {
      try {
        ended = done.await(end.remaining(Clock.system()).toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended || done.getCount() == 0;
  }
}
