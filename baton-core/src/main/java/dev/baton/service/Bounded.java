// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does on a thread of its own what may hang, and waits for it no longer than a bound. */
public final class Bounded {

  private static final Logger LOG = LoggerFactory.getLogger(Bounded.class);

  private Bounded() {}

  /** True if it ended in time, whether well or not: failures are logged. */
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
    boolean interrupted = false;
    try {
      return done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
