// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import dev.baton.error.InputBounds;
import java.time.Duration;
import java.time.Instant;

/**
 * Calculates with times and durations. Results out of range become the nearest value that {@link
 * InputBounds} allows.
 */
public final class SaturatedTime {

  private SaturatedTime() {}

  /**
   * Returns {@code moment + duration}, or {@link InputBounds#LATEST_MOMENT} or {@link
   * InputBounds#EARLIEST_MOMENT} if the sum is out of range.
   */
  public static Instant plus(Instant moment, Duration duration) {
    Duration left = Duration.between(moment, InputBounds.LATEST_MOMENT);
    if (duration.compareTo(left) >= 0) {
      return InputBounds.LATEST_MOMENT;
    }
    Duration back = Duration.between(moment, InputBounds.EARLIEST_MOMENT);
    return duration.compareTo(back) <= 0 ? InputBounds.EARLIEST_MOMENT : moment.plus(duration);
  }

  /**
   * Returns the duration in nanoseconds, limited to {@link InputBounds#LONGEST_DURATION} and its
   * negative.
   */
  public static long nanos(Duration duration) {
    return bounded(duration).toNanos();
  }

  /**
   * Returns the duration in milliseconds, limited to {@link InputBounds#LONGEST_DURATION} and its
   * negative.
   */
  public static long millis(Duration duration) {
    return bounded(duration).toMillis();
  }

  private static Duration bounded(Duration duration) {
    if (duration.compareTo(InputBounds.LONGEST_DURATION) > 0) {
      return InputBounds.LONGEST_DURATION;
    }
    return duration.compareTo(InputBounds.LONGEST_DURATION.negated()) < 0
        ? InputBounds.LONGEST_DURATION.negated()
        : duration;
  }
}
