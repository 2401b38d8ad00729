// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.time.Duration;

/** The result of a pass: the decision when the {@link PollLoop} starts the next pass. */
public sealed interface PassResult {

  /** There is more to do: the next pass follows at once. */
  record Again() implements PassResult {}

  /**
   * There is nothing more to do now.
   *
   * @param delay until the next pass, unless the loop is woken earlier; not negative
   */
  record Wait(Duration delay) implements PassResult {
    public Wait {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay is negative: " + delay);
      }
    }
  }

  /** The decision that the next pass follows at once. */
  static PassResult again() {
    return new Again();
  }

  /** The decision that the next pass follows after {@code delay}, or when the loop is woken. */
  static PassResult waitFor(Duration delay) {
    return new Wait(delay);
  }
}
