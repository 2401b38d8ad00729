// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.DateMath;
import dev.baton.server.RequestParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The time range that a request for counts selects, in whole steps.
 *
 * @param from a multiple of the step
 */
record StatisticsRange(Instant from, Instant to, Duration step) {

  private static final List<Integer> STEP_MINUTES = List.of(1, 2, 5, 10, 15, 30, 60, 120, 360);
  private static final int USUAL_STEPS = 120;

  /**
   * Reads the parameters {@code from}, {@code to} and {@code step}.
   *
   * @param usual the length of the range if the request does not name its start
   */
  static StatisticsRange of(RequestParameters parameters, Instant now, Duration usual) {
    Instant to = parameters.last("to").map(text -> DateMath.resolve(text, now)).orElse(now);
    Instant from =
        parameters.last("from").map(text -> DateMath.resolve(text, now)).orElse(to.minus(usual));
    if (!from.isBefore(to)) {
      throw new InvalidInputException(
          "from is " + from + " and to is " + to + "; expected from before to");
    }
    Duration step = step(parameters, Duration.between(from, to));
    long millis = step.toMillis();
    return new StatisticsRange(
        Instant.ofEpochMilli(Math.floorDiv(from.toEpochMilli(), millis) * millis), to, step);
  }

  private static Duration step(RequestParameters parameters, Duration length) {
    long seconds = new NumberParameter("step", 60, 86_400, 0).in(parameters);
    if (seconds % 60 != 0) {
      throw new InvalidInputException(
          "parameter 'step' is '" + seconds + "'; allowed: a multiple of 60 seconds");
    }
    if (seconds > 0) {
      return Duration.ofSeconds(seconds);
    }
    return STEP_MINUTES.stream()
        .map(Duration::ofMinutes)
        .filter(step -> length.dividedBy(step) <= USUAL_STEPS)
        .findFirst()
        .orElse(Duration.ofDays(1));
  }
}
