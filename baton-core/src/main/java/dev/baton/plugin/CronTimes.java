// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The local times that a cron expression selects, on a calendar without clock shifts.
 *
 * @param months from 1
 * @param followsElapsedTime whether the hour field is {@code *} or a step of it; then the times
 *     also occur in an hour that the clock repeats
 */
record CronTimes(
    NavigableSet<Integer> minutes,
    NavigableSet<Integer> hours,
    NavigableSet<Integer> months,
    Predicate<LocalDate> days,
    boolean followsElapsedTime) {

  /**
   * How many years are searched for the next time. The Gregorian calendar, including the days of
   * the week, repeats after this number of years, so an expression that selects no time in these
   * years selects none at all.
   */
  private static final int CALENDAR_YEARS = 400;

  /** The first matching minute that starts at or after the given time; empty if there is none. */
  Optional<LocalDateTime> firstFrom(LocalDateTime from) {
    LocalDate day = from.toLocalDate();
    if (isDay(day)) {
      Optional<LocalTime> time = firstFrom(from.toLocalTime());
      if (time.isPresent()) {
        return time.map(day::atTime);
      }
    }
    LocalTime first = LocalTime.of(hours.first(), minutes.first());
    return firstDay(day.plusDays(1)).map(match -> match.atTime(first));
  }

  /** The first matching day on or after the given day; empty if no day ever matches. */
  Optional<LocalDate> firstDay(LocalDate from) {
    LocalDate end = from.plusYears(CALENDAR_YEARS);
    LocalDate day = from;
    while (day.isBefore(end)) {
      if (!months.contains(day.getMonthValue())) {
        day = day.withDayOfMonth(1).plusMonths(1);
      } else if (days.test(day)) {
        return Optional.of(day);
      } else {
        day = day.plusDays(1);
      }
    }
    return Optional.empty();
  }

  private boolean isDay(LocalDate day) {
    return months.contains(day.getMonthValue()) && days.test(day);
  }

  private Optional<LocalTime> firstFrom(LocalTime from) {
    boolean isWholeMinute = from.getSecond() == 0 && from.getNano() == 0;
    Integer minute = minutes.ceiling(from.getMinute() + (isWholeMinute ? 0 : 1));
    if (hours.contains(from.getHour()) && minute != null) {
      return Optional.of(LocalTime.of(from.getHour(), minute));
    }
    return Optional.ofNullable(hours.higher(from.getHour()))
        .map(hour -> LocalTime.of(hour, minutes.first()));
  }
}
