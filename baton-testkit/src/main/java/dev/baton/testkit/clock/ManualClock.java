// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.clock;

import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A clock that stands still until it is told to go on. Both times go together, save where a test
 * makes the wall clock jump. Nobody who waits is woken. Thread-safe.
 */
public final class ManualClock implements Clock {

  // Both guarded by this.
  private Instant wall;
  private long nanos;

  /** A clock that shows the given wall time, cut to milliseconds. */
  public ManualClock(Instant start) {
    this.wall = start.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A clock that shows some wall time. */
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

  /** Lets time pass on both clocks; not negative. */
  public synchronized void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + duration);
    }
    wall = wall.plus(duration);
    nanos += duration.toNanos();
  }

  /** Sets the wall clock alone, as an administrator or a time server does; also backwards. */
  public synchronized void jumpTo(Instant moment) {
    wall = moment;
  }
}
