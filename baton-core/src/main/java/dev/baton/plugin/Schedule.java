// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** The times of a distribution. */
public sealed interface Schedule permits CronSchedule, IntervalSchedule {

  /** The first time after the given one; empty when there is none any more. */
  Optional<Instant> next(Instant after);

  /**
   * For people and documents, such as {@code every PT30S} or {@code cron 0 3 * * * Europe/Zurich}.
   */
  String text();

  /**
   * Five-field Unix cron in a time zone: a time that daylight saving skips runs right after the
   * gap, one that it repeats runs once.
   *
   * @throws dev.baton.error.InvalidInputException if the expression is not one
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
