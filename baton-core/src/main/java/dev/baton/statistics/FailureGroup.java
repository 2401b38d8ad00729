// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import dev.baton.job.ErrorPattern;
import dev.baton.job.JobId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The failures of one action that have the same cause.
 *
 * @param fingerprint {@link ErrorPattern#fingerprint}
 * @param first when the first of these jobs failed
 * @param last when the last of these jobs failed
 * @param example null if the principals of the query may not view any of the newest examples now
 * @param trend the number of failures in each step
 */
public record FailureGroup(
    String action,
    String fingerprint,
    long count,
    Instant first,
    Instant last,
    @Nullable Example example,
    List<Long> trend) {

  public FailureGroup {
    trend = List.copyOf(trend);
  }

  /**
   * One of the jobs.
   *
   * @param pattern {@link ErrorPattern#pattern}
   * @param message the error of the job, at most 1,000 characters
   */
  public record Example(JobId job, String pattern, String message) {}
}
