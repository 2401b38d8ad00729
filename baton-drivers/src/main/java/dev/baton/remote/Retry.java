// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.UnavailableException;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Repeats what can be repeated without harm, until a deadline or until stopped. */
final class Retry implements Service {

  private static final Duration FOR_READS = Duration.ofSeconds(5);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(50), Duration.ofSeconds(1));

  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Retry(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void start() {}

  /** Lets those who pause give up. */
  @Override
  public void stop() {
    stopped.countDown();
  }

  /** Something that changes nothing, or nothing more when done twice. */
  <T> T harmless(Supplier<T> call) {
    return harmless(call, in(FOR_READS));
  }

  <T> T harmless(Supplier<T> call, Deadline deadline) {
    for (int failures = 1; ; failures++) {
      try {
        return call.get();
      } catch (UnavailableException e) {
        if (Thread.currentThread().isInterrupted() || !pause(failures, deadline)) {
          throw e;
        }
      }
    }
  }

  Deadline in(Duration duration) {
    return Deadline.after(clock.nanos(), duration);
  }

  boolean isPast(Deadline deadline) {
    return deadline.isPast(clock);
  }

  /**
   * Waits before the next attempt, in spite of interrupts: it is short.
   *
   * @return whether there is to be one
   */
  boolean pause(int failures, Deadline deadline) {
    long nanos = Math.min(BACKOFF.after(failures).toNanos(), deadline.remaining(clock).toNanos());
    return nanos > 0 && !isStoppedAfter(nanos);
  }

  private boolean isStoppedAfter(long nanos) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return stopped.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
