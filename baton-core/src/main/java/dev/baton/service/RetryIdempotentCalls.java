// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import dev.baton.error.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeats failed calls that may be made twice without harm, until a deadline or until this service
 * is stopped.
 */
public final class RetryIdempotentCalls implements Service {

  private static final Duration FOR_READS = Duration.ofSeconds(5);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(50), Duration.ofSeconds(1));

  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  public RetryIdempotentCalls(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void start() {}

  /** Ends all pauses between two calls, so that the callers stop repeating their calls. */
  @Override
  public void stop() {
    stopped.countDown();
  }

  /**
   * Makes a call that only reads, or that has the same effect when it is made twice. While the call
   * throws {@link UnavailableException}, it is repeated for five seconds.
   */
  public <T> T call(Supplier<T> call) {
    return call(call, deadlineAfter(FOR_READS));
  }

  /** Like {@link #call(Supplier)}, but repeats the call until the deadline. */
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

  /** Returns the deadline that ends after the duration, on the clock of this service. */
  public Deadline deadlineAfter(Duration duration) {
    return Deadline.after(clock.nanos(), duration);
  }

  /** Whether the deadline has passed, by the clock of this service. */
  public boolean isPast(Deadline deadline) {
    return deadline.isPast(clock);
  }

  /**
   * Waits before a call is repeated. Interrupts do not shorten the wait, because it is short.
   *
   * @param failures how often the call has failed
   * @return whether the caller may repeat the call
   */
  public boolean pause(int failures, Deadline deadline) {
    long nanos =
        Math.min(SaturatedTime.nanos(BACKOFF.after(failures)), deadline.remaining(clock).toNanos());
    return nanos > 0 && !isStoppedAfter(nanos);
  }

  private boolean isStoppedAfter(long nanos) {
    boolean waiting = true;
    boolean over = false;
    boolean interrupted = false;
    while (waiting) {
      try {
        over = stopped.await(nanos, TimeUnit.NANOSECONDS);
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return over;
  }
}
