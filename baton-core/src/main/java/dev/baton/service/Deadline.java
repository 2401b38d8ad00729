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

  /**
   * The deadline that lies {@code duration}, or 36,500 days if that is less, after a reading of
   * {@link Clock#nanos()}.
   */
  public static Deadline after(long startNanos, Duration duration) {
    // Nanoseconds that wrap around can be compared within 146 years.
    return new Deadline(startNanos + SaturatedTime.nanos(duration));
  }

  /** The deadline that lies so long before this one. */
  public Deadline minus(Duration margin) {
    return new Deadline(nanos - SaturatedTime.nanos(margin));
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
