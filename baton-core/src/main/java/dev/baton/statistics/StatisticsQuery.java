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
 * @param step the length of a step in whole minutes, at least a minute
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
  private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

  public StatisticsQuery {
    visibleTo = visibleTo == null ? null : Set.copyOf(visibleTo);
    if (step.toMinutes() < 1 || !isWholeMinutes(step) || !to.isAfter(from)) {
      throw new InvalidInputException(
          "the range from "
              + from
              + " to "
              + to
              + " in steps of "
              + step
              + " is empty; expected from before to, and steps of one or more whole minutes");
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

  private static boolean isWholeMinutes(Duration step) {
    return step.equals(Duration.ofMinutes(step.toMinutes()));
  }

  /** Returns the first minute that begins in the range, in minutes since 1970. */
  public long firstMinute() {
    return Math.ceilDiv(from.toEpochMilli(), MINUTE_MILLIS);
  }

  /** Returns the minute after the last minute that begins in the range. */
  public long endMinute() {
    return Math.ceilDiv(to.toEpochMilli(), MINUTE_MILLIS);
  }

  /** Returns the place of the step that contains a minute; negative if the minute is outside. */
  public int place(long minute) {
    return minute < firstMinute() || minute >= endMinute()
        ? -1
        : (int) ((minute - firstMinute()) / step.toMinutes());
  }
}
