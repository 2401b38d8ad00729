// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.service.Backoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time between two looks at something that only a look can tell; grows from look to look. */
final class PollDelay {

  private final Backoff backoff;
  private int looks;

  PollDelay(Duration first, Duration longest) {
    this.backoff = new Backoff(first, longest, 1.5, 0);
  }

  /** Waits. */
  void await() throws InterruptedException {
    looks++;
    long millis = backoff.after(looks).toMillis();
    // Nothing ever counts down: on a command line only an interrupt ends a wait early.
    if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody could have ended this wait");
    }
  }
}
