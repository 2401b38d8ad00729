// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import dev.baton.error.InputBounds;
import java.time.Duration;
import java.time.Instant;

/** Arithmetic with durations that stays within {@link InputBounds}, whatever it is given. */
public final class SaturatedTime {

  private SaturatedTime() {}

  /**
   * {@code moment + duration}; {@link InputBounds#LATEST_MOMENT} or {@link
   * InputBounds#EARLIEST_MOMENT} if the sum lies beyond.
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
   * The duration in nanoseconds; {@link InputBounds#LONGEST_DURATION} if it is longer, likewise if
   * it is negative.
   */
  public static long nanos(Duration duration) {
    return bounded(duration).toNanos();
  }

  /**
   * The duration in milliseconds; {@link InputBounds#LONGEST_DURATION} if it is longer, likewise if
   * it is negative.
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
