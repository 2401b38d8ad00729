// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobStatus;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Checks the start time that the client gives when it posts a job. The duration of the job is
 * measured from this time.
 */
final class CheckStartTime {

  /** How far in the future the start time of a post may be. A client's clock may be ahead. */
  private static final Duration MAX_AHEAD = Duration.ofDays(1);

  private CheckStartTime() {}

  /**
   * The status with a checked start time. A start time in the future, within the limit, is replaced
   * by the present time.
   *
   * @throws InvalidInputException if the start is more than a day after now, or longer ago than any
   *     duration may be
   */
  static JobStatus checked(JobStatus status, Instant now) {
    Instant started = status.started();
    if (started == null) {
      return status;
    }
    Instant earliest = SaturatedTime.plus(now, InputBounds.LONGEST_DURATION.negated());
    Instant latest = SaturatedTime.plus(now, MAX_AHEAD);
    if (started.isBefore(earliest) || started.isAfter(latest)) {
      throw new InvalidInputException(
          "started is '" + started + "'; allowed: from " + earliest + " to " + latest);
    }
    return started.isAfter(now) ? status.toBuilder().started(now).build() : status;
  }
}
