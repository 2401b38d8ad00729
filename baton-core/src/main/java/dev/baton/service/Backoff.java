// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Delays that grow by a factor up to a maximum, with jitter.
 *
 * @param initial the delay after the first failure; positive
 * @param max the longest delay; at least {@code initial}
 * @param factor growth from one failure to the next; at least 1
 * @param jitter share of the delay that is random, from 0 (none) to 1: a delay {@code d} is drawn
 *     from {@code [d * (1 - jitter), d]}
 */
public record Backoff(Duration initial, Duration max, double factor, double jitter) {

  public Backoff {
    if (initial.isNegative() || initial.isZero()) {
      throw new IllegalArgumentException("initial must be positive, is " + initial);
    }
    if (max.compareTo(initial) < 0) {
      throw new IllegalArgumentException("max " + max + " is less than initial " + initial);
    }
    // The condition is negated, so that NaN is refused too.
    if (!(factor >= 1 && jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException(
          "factor must be >= 1 and jitter in [0, 1], are " + factor + " and " + jitter);
    }
  }

  /**
   * Returns a backoff that doubles, with half of each delay random. The random half keeps many
   * clients from retrying at the same moment.
   */
  public static Backoff doubling(Duration initial, Duration max) {
    return new Backoff(initial, max, 2, 0.5);
  }

  /**
   * Returns the delay after a number of consecutive failures, with jitter; at most {@link
   * dev.baton.error.InputBounds#LONGEST_DURATION}.
   *
   * @param failures 1 after the first failure
   */
  public Duration after(int failures) {
    return after(failures, ThreadLocalRandom.current().nextDouble());
  }

  /** Like {@link #after(int)}, with a given random number from [0, 1). */
  Duration after(int failures, double random) {
    double growth = Math.pow(factor, Math.max(0, failures - 1));
    double grown = (double) SaturatedTime.nanos(initial) * growth;
    double bounded = Math.min(grown, (double) SaturatedTime.nanos(max));
    return Duration.ofNanos((long) (bounded * (1 - jitter * random)));
  }
}
