// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does nothing for a while. */
final class Idle {

  private Idle() {}

  /** Returns at that moment; ends at once when interrupted. */
  static void until(Deadline end, Clock clock) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (!end.isPast(clock)) {
      if (never.await(end.remaining(clock).toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("nobody counts this latch down");
      }
    }
  }
}
