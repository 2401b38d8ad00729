// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.clock;

import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A clock that moves only when the test moves it. Wall time and monotonic time advance together,
 * except when {@link #jumpTo} changes the wall time alone. The clock does not wake threads that
 * wait for a time. Thread-safe.
 */
public final class ManualClock implements Clock {

  // Both are guarded by the lock of this object.
  private Instant wall;
  private long nanos;

  /** Creates a clock that shows the given wall time, truncated to milliseconds. */
  public ManualClock(Instant start) {
    this.wall = start.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Creates a clock that shows an arbitrary fixed wall time. */
  public ManualClock() {
    this(Instant.parse("2026-01-31T12:00:00Z"));
  }

  @Override
  public synchronized Instant now() {
    return wall.truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  /** Advances wall time and monotonic time by a duration that is not negative. */
  public synchronized void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration is negative: '" + duration + "'");
    }
    wall = wall.plus(duration);
    nanos += duration.toNanos();
  }

  /** Sets only the wall time, also backwards, as an administrator or a time server does. */
  public synchronized void jumpTo(Instant moment) {
    wall = moment;
  }
}
