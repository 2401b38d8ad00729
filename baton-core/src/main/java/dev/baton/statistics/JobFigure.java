// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import java.util.Locale;
import java.util.Optional;

/** The kinds of events that {@link JobStatistics} counts in each minute. */
public enum JobFigure {
  POSTED,
  /** Claims of jobs, also after a takeover or a failed attempt. */
  STARTED,
  SUCCEEDED,
  FAILED,
  CANCELED,
  /** Attempts that failed and are followed by another attempt. */
  RETRIED;

  /** The name in documents. */
  public String apiName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the figure to which an event adds one; empty if the event is not counted. */
  static Optional<JobFigure> of(JobEvent event) {
    return switch (event.kind()) {
      case POSTED -> Optional.of(POSTED);
      case STARTED, RESUMED -> Optional.of(STARTED);
      case RETRIED -> Optional.of(RETRIED);
      case ENDED -> ofEnd(event.state());
      case WAITING, ABANDONED, LOST, PARKED, EDITED -> Optional.empty();
    };
  }

  private static Optional<JobFigure> ofEnd(JobState state) {
    return switch (state) {
      case SUCCESS -> Optional.of(SUCCEEDED);
      case FAILED -> Optional.of(FAILED);
      case CANCELED -> Optional.of(CANCELED);
      case QUEUED, RUNNING -> Optional.empty();
    };
  }
}
