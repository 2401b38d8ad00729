// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import dev.baton.service.Backoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The delay between two polls; it grows from poll to poll. */
public final class PollDelay {

  private final Backoff backoff;
  private int looks;

  public PollDelay(Duration first, Duration longest) {
    this.backoff = new Backoff(first, longest, 1.5, 0);
  }

  /** Waits. Later calls wait longer, up to a limit. */
  public void await() throws InterruptedException {
    looks++;
    long millis = backoff.after(looks).toMillis();
    // Nobody counts the latch down: in a command, only an interrupt ends the wait early.
    if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("the wait ended, although only an interrupt can end it");
    }
  }
}
