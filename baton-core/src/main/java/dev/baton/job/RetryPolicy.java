// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Backoff;
import java.time.Duration;

/**
 * Decides whether another attempt follows a failed attempt, and when. An attempt that ended because
 * its executor died or stopped is not a failed attempt: the job is resumed without a delay, and the
 * number of failed attempts stays the same.
 *
 * @param maxAttempts the number of failed attempts after which the job is FAILED; 1 means no retry
 * @param backoff the delays between attempts
 */
public record RetryPolicy(int maxAttempts, Backoff backoff) {

  /** No retry, as in Nuvla. */
  public static final RetryPolicy NONE = times(1);

  private static final int MOST_ATTEMPTS = 1000;

  public RetryPolicy {
    if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
      throw InvalidInputException.ofAttribute(
          "max-attempts",
          "max-attempts is " + maxAttempts + "; allowed: 1 (no retry) to " + MOST_ATTEMPTS);
    }
    AttributeCheck.of(
        "backoff",
        () -> {
          InputBounds.duration(
              "backoff.initial", backoff.initial(), Duration.ZERO, InputBounds.LONGEST_DURATION);
          InputBounds.duration(
              "backoff.max", backoff.max(), Duration.ZERO, InputBounds.LONGEST_DURATION);
        });
  }

  /**
   * A policy with a number of attempts. The delays start at 1 s and double up to 5 minutes, with
   * jitter.
   */
  public static RetryPolicy times(int maxAttempts) {
    return new RetryPolicy(
        maxAttempts, Backoff.doubling(Duration.ofSeconds(1), Duration.ofMinutes(5)));
  }
}
