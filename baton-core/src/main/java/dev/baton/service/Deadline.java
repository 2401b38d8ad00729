// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Duration;

/**
 * A moment on the monotonic clock of this process, such as the end of a lease.
 *
 * @param nanos the reading of {@link Clock#nanos()} at that moment
 */
public record Deadline(long nanos) {

  /**
   * Returns the deadline {@code duration} after a reading of {@link Clock#nanos()}, but at most
   * 36,500 days after it.
   */
  public static Deadline after(long startNanos, Duration duration) {
    // The sum may overflow. Comparisons of deadlines use differences, which are still correct if
    // the deadlines are less than 146 years apart.
    return new Deadline(startNanos + SaturatedTime.nanos(duration));
  }

  /** Returns the deadline that is earlier by the margin. */
  public Deadline minus(Duration margin) {
    return new Deadline(nanos - SaturatedTime.nanos(margin));
  }

  /** Whether the moment has been reached or passed. */
  public boolean isPast(Clock clock) {
    return nanos - clock.nanos() <= 0;
  }

  /** Returns the time left; zero if the deadline has passed. */
  public Duration remaining(Clock clock) {
    return Duration.ofNanos(Math.max(0, nanos - clock.nanos()));
  }
}
