// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Delays a login. */
@FunctionalInterface
interface LoginDelay {

  /** Blocks the thread of the request, which is a virtual thread. */
  LoginDelay REAL =
      delay -> {
        try {
          if (delay.isPositive()
              && new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("a latch that nobody counts down is open");
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new UnavailableException("the server is stopping", e);
        }
      };

  /** Blocks for the given time. */
  void await(Duration delay);
}
