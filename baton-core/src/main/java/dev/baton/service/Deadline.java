// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Duration;

/**
 * A moment on the monotonic clock of this process, such as the end of the trust in a lease.
 *
 * @param nanos the moment as {@link Clock#nanos()} will show it
 */
public record Deadline(long nanos) {

  // Nanoseconds that wrap around can be compared within 146 years.
  private static final Duration FARTHEST = Duration.ofDays(36_500);

  /**
   * The deadline that lies {@code duration}, or 36,500 days if that is less, after a reading of
   * {@link Clock#nanos()}.
   */
  public static Deadline after(long startNanos, Duration duration) {
    Duration bounded = duration.compareTo(FARTHEST) < 0 ? duration : FARTHEST;
    return new Deadline(startNanos + bounded.toNanos());
  }

  /** True from the moment itself on. */
  public boolean isPast(Clock clock) {
    return nanos - clock.nanos() <= 0;
  }

  /** The time left; zero when past. */
  public Duration remaining(Clock clock) {
    return Duration.ofNanos(Math.max(0, nanos - clock.nanos()));
  }
}
