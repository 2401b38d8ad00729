// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import dev.baton.error.Bounds;
import java.time.Duration;
import java.time.Instant;

/** Arithmetic with durations that stays within {@link Bounds}, whatever it is given. */
public final class SaturatedTime {

  private SaturatedTime() {}

  /**
   * {@code moment + duration}; {@link Bounds#LATEST} or {@link Bounds#EARLIEST} if the sum lies
   * beyond.
   */
  public static Instant plus(Instant moment, Duration duration) {
    Duration left = Duration.between(moment, Bounds.LATEST);
    if (duration.compareTo(left) >= 0) {
      return Bounds.LATEST;
    }
    Duration back = Duration.between(moment, Bounds.EARLIEST);
    return duration.compareTo(back) <= 0 ? Bounds.EARLIEST : moment.plus(duration);
  }

  /**
   * The duration in nanoseconds; {@link Bounds#LONGEST} if it is longer, likewise if it is
   * negative.
   */
  public static long nanos(Duration duration) {
    return bounded(duration).toNanos();
  }

  /**
   * The duration in milliseconds; {@link Bounds#LONGEST} if it is longer, likewise if it is
   * negative.
   */
  public static long millis(Duration duration) {
    return bounded(duration).toMillis();
  }

  private static Duration bounded(Duration duration) {
    if (duration.compareTo(Bounds.LONGEST) > 0) {
      return Bounds.LONGEST;
    }
    return duration.compareTo(Bounds.LONGEST.negated()) < 0 ? Bounds.LONGEST.negated() : duration;
  }
}
