// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InvalidInputException;

/**
 * The priority of a job.
 *
 * @param value from 0, the most urgent, to 999
 */
public record Priority(int value) implements Comparable<Priority> {

  /** The priority of a job that was posted without a priority. */
  public static final Priority DEFAULT = new Priority(999);

  public Priority {
    if (value < 0 || value > 999) {
      throw InvalidInputException.ofAttribute(
          "priority", "priority is " + value + "; allowed: 0 (most urgent) to 999 (least)");
    }
  }

  @Override
  public int compareTo(Priority other) {
    return Integer.compare(value, other.value);
  }
}
