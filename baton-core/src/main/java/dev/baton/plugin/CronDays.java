// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.SpecialChar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.NavigableSet;
import java.util.function.Predicate;

/** Computes the days that the two day fields of a cron expression select. */
final class CronDays {

  private CronDays() {}

  static Predicate<LocalDate> ofMonth(CronField field) {
    NavigableSet<Integer> numbers = field.values();
    Predicate<LocalDate> days = day -> numbers.contains(day.getDayOfMonth());
    for (On item : field.special()) {
      days = days.or(ofMonth(item));
    }
    return days;
  }

  static Predicate<LocalDate> ofWeek(CronField field) {
    NavigableSet<Integer> numbers = field.values();
    // Both 0 and 7 mean Sunday.
    Predicate<LocalDate> days =
        day ->
            numbers.contains(day.getDayOfWeek().getValue())
                || (numbers.contains(0) && day.getDayOfWeek() == DayOfWeek.SUNDAY);
    for (On item : field.special()) {
      days = days.or(ofWeek(item));
    }
    return days;
  }

  private static Predicate<LocalDate> ofMonth(On item) {
    int number = item.getTime().getValue();
    SpecialChar kind = item.getSpecialChar().getValue();
    if (kind == SpecialChar.L) {
      int before = Math.max(0, item.getNth().getValue());
      if (before > 30) {
        throw new IllegalArgumentException(
            "L-" + before + " is not in a month; allowed: L-1 to L-30");
      }
      return day -> day.getDayOfMonth() == day.lengthOfMonth() - before;
    }
    if (kind == SpecialChar.LW) {
      return day -> day.equals(nearestWeekday(day.withDayOfMonth(day.lengthOfMonth())));
    }
    if (kind == SpecialChar.W) {
      return day ->
          number <= day.lengthOfMonth() && day.equals(nearestWeekday(day.withDayOfMonth(number)));
    }
    throw new IllegalArgumentException("unsupported day-of-month '" + item.asString() + "'");
  }

  private static Predicate<LocalDate> ofWeek(On item) {
    int number = item.getTime().getValue();
    SpecialChar kind = item.getSpecialChar().getValue();
    if (kind == SpecialChar.L && number < 0) {
      throw new IllegalArgumentException(
          "day-of-week 'L' has no common meaning; write such as 6 for each Saturday, or 6L for the"
              + " last Saturday of the month");
    }
    DayOfWeek weekday = DayOfWeek.of(number == 0 ? 7 : number);
    if (kind == SpecialChar.L) {
      return day -> day.equals(day.with(TemporalAdjusters.lastInMonth(weekday)));
    }
    int nth = item.getNth().getValue();
    if (kind == SpecialChar.HASH && nth >= 1 && nth <= 5) {
      return day -> day.getDayOfWeek() == weekday && (day.getDayOfMonth() - 1) / 7 == nth - 1;
    }
    throw new IllegalArgumentException(
        "'" + item.asString() + "' is not in a month; allowed after #: 1 to 5");
  }

  /** The day itself, or the nearest day from Monday to Friday in the same month. */
  private static LocalDate nearestWeekday(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
      case SUNDAY ->
          day.getDayOfMonth() == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
    };
  }
}
