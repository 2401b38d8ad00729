// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InvalidInputException;
import java.util.Locale;

/** How a job finds its executor (specs/nuvla.md §8). */
public enum ExecutionMode {
  /** Waits on the board; any executor that can may claim it. */
  PUSH,
  /** Never on the board: an executor at the edge asks for it by id. */
  PULL,
  /** On the board first; a failed attempt turns it into a pull job. */
  MIXED;

  /** The name in documents. */
  public String apiName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ExecutionMode parse(String text) {
    for (ExecutionMode mode : values()) {
      if (mode.apiName().equals(text)) {
        return mode;
      }
    }
    throw new InvalidInputException("execution-mode is '" + text + "'; allowed: push, pull, mixed");
  }
}
