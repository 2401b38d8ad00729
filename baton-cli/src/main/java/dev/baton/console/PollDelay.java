// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.DeadlineWait;
import java.time.Duration;

/** The delay between two polls; it grows from poll to poll. */
public final class PollDelay {

  private final Backoff backoff;
  private int looks;

  public PollDelay(Duration first, Duration longest) {
    this.backoff = new Backoff(first, longest, 1.5, 0);
  }

  /** Waits before the next poll. Each call waits longer than the previous call, up to a limit. */
  public void await() throws InterruptedException {
    looks++;
    Clock clock = Clock.system();
    DeadlineWait.until(Deadline.after(clock.nanos(), backoff.after(looks)), clock);
  }
}
