// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InvalidInputException;
import java.util.Arrays;

/** The states of a job; what may follow what is in {@link JobTransitions}. */
public enum JobState {
  /** Waits to be claimed, perhaps not before a moment. */
  QUEUED,
  /** An executor started it; it may have died since, then the job is resumed. */
  RUNNING,
  /** Ended well. Final. */
  SUCCESS,
  /** Ended badly. Final. */
  FAILED,
  /** Ended because somebody asked. Final. */
  CANCELED;

  /** Final states never change. */
  public boolean isFinal() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case SUCCESS, FAILED, CANCELED -> true;
    };
  }

  /** Reads the name of a state, exactly as documents show it. */
  public static JobState parse(String text) {
    return Arrays.stream(values())
        .filter(state -> state.name().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInputException(
                "'" + text + "' is not a state; allowed: " + Arrays.toString(values())));
  }
}
