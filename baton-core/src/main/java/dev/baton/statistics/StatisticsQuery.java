// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import dev.baton.error.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects counts.
 *
 * @param from the start of the first step
 * @param to the end of the last step
 * @param step the length of a step, at least a minute
 * @param visibleTo counts only jobs whose data one of these principals may view; null counts all
 * @param action counts only jobs of this action; null counts all
 */
public record StatisticsQuery(
    Instant from,
    Instant to,
    Duration step,
    @Nullable Set<String> visibleTo,
    @Nullable String action) {

  private static final int MAX_STEPS = 3000;

  public StatisticsQuery {
    visibleTo = visibleTo == null ? null : Set.copyOf(visibleTo);
    if (step.toMinutes() < 1 || !to.isAfter(from)) {
      throw new InvalidInputException(
          "the range from "
              + from
              + " to "
              + to
              + " in steps of "
              + step
              + " is empty; expected from before to, and steps of at least a minute");
    }
    if (Duration.between(from, to).dividedBy(step) > MAX_STEPS) {
      throw new InvalidInputException(
          "the range from "
              + from
              + " to "
              + to
              + " has more than "
              + MAX_STEPS
              + " steps of "
              + step
              + "; use longer steps");
    }
  }

  /** Returns the number of steps. */
  public int steps() {
    return (int) Duration.between(from, to.minusMillis(1)).dividedBy(step) + 1;
  }

  /** Returns the start of a step. */
  public Instant start(int place) {
    return from.plus(step.multipliedBy(place));
  }

  /** Returns the place of the step that contains a minute; negative if the minute is outside. */
  public int place(long minute) {
    Instant at = Instant.ofEpochSecond(minute * 60);
    return at.isBefore(from) || !at.isBefore(to)
        ? -1
        : (int) Duration.between(from, at).dividedBy(step);
  }
}
