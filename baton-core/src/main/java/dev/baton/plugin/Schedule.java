// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** The times of a distribution. */
public sealed interface Schedule permits CronSchedule, IntervalSchedule {

  /**
   * The first time after the given one; empty when there is none before the end of the year 9999.
   */
  Optional<Instant> next(Instant after);

  /**
   * For people and documents, such as {@code every PT30S} or {@code cron 0 3 * * * Europe/Zurich}.
   */
  String text();

  /**
   * Unix cron of five fields in a time zone, with {@code L}, {@code W}, {@code #} and nicknames
   * such as {@code @daily}.
   *
   * <p>Where the local clock is shifted: with fixed hours, a skipped time runs once at the end of
   * the gap, and a repeated time runs the first time only. With {@code *} or a step on it as hours,
   * the schedule runs whenever the clock shows a matching time: never in a gap, twice in a repeated
   * hour.
   *
   * @throws dev.baton.error.InvalidInputException if the expression is not one, or never occurs
   */
  static Schedule cron(String expression, ZoneId zone) {
    return CronSchedule.of(expression, zone);
  }

  /**
   * Every so often, counted from the last time.
   *
   * @param interval at least one second
   */
  static Schedule every(Duration interval) {
    return new IntervalSchedule(interval);
  }
}
