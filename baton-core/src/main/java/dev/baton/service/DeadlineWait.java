// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a point in time by the monotonic clock. Sleeps instead of polling. */
public final class DeadlineWait {

  private DeadlineWait() {}

  /**
   * Returns when the deadline has passed.
   *
   * @throws InterruptedException at once, if the thread is interrupted
   */
  public static void until(Deadline end, Clock clock) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (!end.isPast(clock)) {
      if (never.await(end.remaining(clock).toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("a wait ended before its deadline");
      }
    }
  }
}
