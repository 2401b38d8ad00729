// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InvalidInputException;
import java.util.Locale;

/** How a job reaches an executor (docs/spec/nuvla.md §8). */
public enum ExecutionMode {
  /** The job waits on the board. Every executor that is able to run it may claim it. */
  PUSH,
  /**
   * The job is never on the board. An executor on an edge device gets the job by its id (a pull
   * job).
   */
  PULL,
  /**
   * The job waits on the board first. If an attempt fails, the job leaves the board and becomes a
   * pull job.
   */
  MIXED;

  /** The name of the mode in documents. */
  public String apiName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the mode with this name in documents.
   *
   * @throws InvalidInputException if there is none
   */
  public static ExecutionMode parse(String text) {
    for (ExecutionMode mode : values()) {
      if (mode.apiName().equals(text)) {
        return mode;
      }
    }
    throw InvalidInputException.ofAttribute(
        "execution-mode", "execution-mode is '" + text + "'; allowed: push, pull, mixed");
  }
}
