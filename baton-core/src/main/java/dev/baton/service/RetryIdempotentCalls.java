// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import dev.baton.error.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Repeats what can be repeated without harm, until a deadline or until stopped. */
public final class RetryIdempotentCalls implements Service {

  private static final Duration FOR_READS = Duration.ofSeconds(5);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(50), Duration.ofSeconds(1));

  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** For as long as it is not stopped. */
  public RetryIdempotentCalls(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void start() {}

  /** Lets those who pause give up. */
  @Override
  public void stop() {
    stopped.countDown();
  }

  /**
   * Does something that changes nothing, or nothing more when done twice; again while it throws
   * {@link UnavailableException}, for five seconds.
   */
  public <T> T call(Supplier<T> call) {
    return call(call, deadlineAfter(FOR_READS));
  }

  /** As {@link #call(Supplier)}, repeated until the deadline rather than for five seconds. */
  public <T> T call(Supplier<T> call, Deadline deadline) {
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

  /** The moment that lies so far ahead. */
  public Deadline deadlineAfter(Duration duration) {
    return Deadline.after(clock.nanos(), duration);
  }

  /** Whether that moment has come. */
  public boolean isPast(Deadline deadline) {
    return deadline.isPast(clock);
  }

  /**
   * Waits before the next attempt, in spite of interrupts: it is short.
   *
   * @return whether there is to be one
   */
  public boolean pause(int failures, Deadline deadline) {
    long nanos =
        Math.min(SaturatedTime.nanos(BACKOFF.after(failures)), deadline.remaining(clock).toNanos());
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
