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
        pause(failures, deadline, e);
      }
    }
  }

  Deadline in(Duration duration) {
    return Deadline.after(clock.nanos(), duration);
  }

  /**
   * Waits before the next attempt.
   *
   * @throws UnavailableException the given one, if there is to be no next attempt
   */
  void pause(int failures, Deadline deadline, UnavailableException e) {
    if (deadline.isPast(clock) || Thread.currentThread().isInterrupted()) {
      throw e;
    }
    try {
      if (stopped.await(BACKOFF.after(failures).toNanos(), TimeUnit.NANOSECONDS)) {
        throw e;
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw e;
    }
  }
}
