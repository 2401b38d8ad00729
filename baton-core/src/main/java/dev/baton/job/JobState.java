// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InvalidInputException;
import java.util.Arrays;

/** The states of a job. {@link JobTransitions} lists the allowed changes. */
public enum JobState {
  /** The job waits until an executor claims it. It may have to wait until a given time first. */
  QUEUED,
  /**
   * An executor started the job. If the executor has died since, another executor resumes the job.
   */
  RUNNING,
  /** The job succeeded. Final. */
  SUCCESS,
  /** The job failed. Final. */
  FAILED,
  /** Somebody cancelled the job. Final. */
  CANCELED;

  /** Whether the state is final. A final state never changes. */
  public boolean isFinal() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case SUCCESS, FAILED, CANCELED -> true;
    };
  }

  /** Parses the name of a state, exactly as documents show it. */
  public static JobState parse(String text) {
    return Arrays.stream(values())
        .filter(state -> state.name().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInputException(
                "'" + text + "' is not a state; allowed: " + Arrays.toString(values())));
  }
}
