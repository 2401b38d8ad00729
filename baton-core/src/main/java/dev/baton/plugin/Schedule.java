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
   * The first time after the given time; empty if there is none before the end of the year 9999.
   */
  Optional<Instant> next(Instant after);

  /**
   * The schedule as text, for display and documents, such as {@code every PT30S} or {@code cron 0 3
   * * * * Europe/Zurich}.
   */
  String text();

  /** The time zone of the calendar that fixes the times; empty if no calendar does. */
  default Optional<ZoneId> timeZone() {
    return Optional.empty();
  }

  /**
   * Whether each time is computed from the last time. The times of other schedules are fixed by the
   * calendar.
   */
  default boolean isInterval() {
    return this instanceof IntervalSchedule;
  }

  /**
   * Creates a schedule from a Unix cron expression with five fields in a time zone, with {@code L},
   * {@code W}, {@code #} and nicknames such as {@code @daily}.
   *
   * <p>If the local clock is set forward or back, for example for summer time, one of two rules
   * applies. With fixed hours, a time that the clock skips occurs once, at the end of the gap; a
   * time that the clock repeats occurs only the first time. With {@code *} or a step of it as
   * hours, a time occurs whenever the clock shows it: never in a gap, and twice in a repeated hour.
   *
   * @throws dev.baton.error.InvalidInputException if the text is not a cron expression, or no time
   *     ever matches
   */
  static Schedule cron(String expression, ZoneId zone) {
    return CronSchedule.of(expression, zone);
  }

  /**
   * Creates a schedule with a fixed interval, measured from the last time.
   *
   * @param interval at least one second
   */
  static Schedule every(Duration interval) {
    return new IntervalSchedule(interval);
  }

  /**
   * Reads a schedule from its {@link #text()}.
   *
   * @throws dev.baton.error.InvalidInputException if this is not the text of a schedule
   */
  static Schedule parse(String text) {
    return ParseSchedule.parse(text);
  }
}
