// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import dev.baton.job.ErrorPattern;
import dev.baton.job.JobId;
import java.time.Instant;

/**
 * How often jobs failed for one cause.
 *
 * @param pattern {@link ErrorPattern#pattern}
 * @param first when the first of these jobs failed
 * @param last when the last of these jobs failed
 * @param example the last of these jobs
 * @param message the error of the example, at most 1,000 characters
 */
public record FailureCount(
    String pattern, long count, Instant first, Instant last, JobId example, String message) {

  /** Returns the sum of two counts of the same cause. */
  public FailureCount plus(FailureCount other) {
    FailureCount newer = other.last.isBefore(last) ? this : other;
    return new FailureCount(
        pattern,
        count + other.count,
        other.first.isBefore(first) ? other.first : first,
        newer.last,
        newer.example,
        newer.message);
  }

  FailureCount withPattern(String newPattern) {
    return new FailureCount(newPattern, count, first, last, example, message);
  }
}
