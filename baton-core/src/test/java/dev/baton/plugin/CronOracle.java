// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the runs of a cron expression by a scan of all minutes. It parses the expression itself and
 * uses only the local clock: it knows neither the transitions of the time zone nor the code under
 * test.
 */
final class CronOracle {

  private static final List<String> DAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

  private static final List<String> MONTHS =
      List.of(
          "-", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  final String expression;
  private final boolean[] minutes = new boolean[60];
  private final boolean[] hours = new boolean[24];
  private final String ofMonth;
  private final String month;
  private final String ofWeek;
  private final boolean elapsed;
  private final Map<Long, Boolean> days = new HashMap<>();

  CronOracle(String expression) {
    this.expression = expression;
    String[] fields = expression.split(" ");
    for (int i = 0; i < 60; i++) {
      minutes[i] = names(fields[0], i, 0, 59, List.of());
    }
    for (int i = 0; i < 24; i++) {
      hours[i] = names(fields[1], i, 0, 23, List.of());
    }
    this.ofMonth = fields[2];
    this.month = fields[3];
    this.ofWeek = fields[4];
    this.elapsed = isOpen(fields[1]);
  }

  /**
   * Returns the runs in a period, as minutes since 1970.
   *
   * @param clock the local time, in minutes since 1970, for each minute of the period
   * @param skip the number of minutes at the start that give no runs; they only record which local
   *     times were shown
   */
  List<Long> runs(long start, long[] clock, int skip) {
    List<Long> runs = new ArrayList<>();
    Set<Long> shown = new HashSet<>();
    for (int i = 1; i < clock.length; i++) {
      boolean due = elapsed ? matches(clock[i]) : runsFixed(clock[i - 1], clock[i], shown);
      if (due && i >= skip) {
        runs.add(start + i);
      }
    }
    return runs;
  }

  /** Whether a matching local time is shown or skipped now that was not shown or skipped before. */
  private boolean runsFixed(long before, long now, Set<Long> shown) {
    boolean runs = false;
    for (long time = Math.min(before + 1, now); time <= now; time++) {
      if (matches(time) && shown.add(time)) {
        runs = true;
      }
    }
    return runs;
  }

  static long[] clock(ZoneId zone, long start, int length) {
    long[] clock = new long[length];
    for (int i = 0; i < length; i++) {
      long seconds = (start + i) * 60;
      int offset = zone.getRules().getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
      clock[i] = Math.floorDiv(seconds + offset, 60);
    }
    return clock;
  }

  private boolean matches(long localMinute) {
    long minuteOfDay = Math.floorMod(localMinute, 24L * 60);
    return minutes[(int) minuteOfDay % 60]
        && hours[(int) minuteOfDay / 60]
        && days.computeIfAbsent(Math.floorDiv(localMinute, 24L * 60), this::isDay);
  }

  private boolean isDay(long epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    if (!names(month, day.getMonthValue(), 1, 12, MONTHS)) {
      return false;
    }
    boolean monthly = false;
    for (String item : ofMonth.split(",")) {
      monthly |= isDayOfMonth(item, day);
    }
    boolean weekly = false;
    for (String item : ofWeek.split(",")) {
      weekly |= isDayOfWeek(item, day);
    }
    boolean isEither = !isOpen(ofMonth) && !isOpen(ofWeek);
    return isEither ? (monthly || weekly) : (monthly && weekly);
  }

  private static boolean isDayOfMonth(String item, LocalDate day) {
    int last = day.lengthOfMonth();
    if (item.equals("L")) {
      return day.getDayOfMonth() == last;
    }
    if (item.startsWith("L-")) {
      return day.getDayOfMonth() == last - Integer.parseInt(item.substring(2));
    }
    if (item.endsWith("W")) {
      String named = item.substring(0, item.length() - 1);
      int target = named.equals("L") ? last : Integer.parseInt(named);
      return target <= last && day.getDayOfMonth() == nearestWeekday(day, target);
    }
    return names(item, day.getDayOfMonth(), 1, 31, List.of());
  }

  /** Returns the weekday of the month that is nearest to the target. There is never a tie. */
  private static int nearestWeekday(LocalDate month, int target) {
    int nearest = -100;
    for (int i = 1; i <= month.lengthOfMonth(); i++) {
      DayOfWeek weekday = month.withDayOfMonth(i).getDayOfWeek();
      boolean isFree = weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
      if (!isFree && Math.abs(i - target) < Math.abs(nearest - target)) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static boolean isDayOfWeek(String item, LocalDate day) {
    int number = day.getDayOfWeek().getValue() % 7;
    if (item.contains("#")) {
      String[] parts = item.split("#");
      int count = 0;
      for (LocalDate d = day.withDayOfMonth(1); !d.isAfter(day); d = d.plusDays(1)) {
        count += d.getDayOfWeek() == day.getDayOfWeek() ? 1 : 0;
      }
      return value(parts[0], DAYS) % 7 == number && count == Integer.parseInt(parts[1]);
    }
    if (item.endsWith("L")) {
      return value(item.substring(0, item.length() - 1), DAYS) % 7 == number
          && day.plusDays(7).getMonth() != day.getMonth();
    }
    return names(item, number, 0, 7, DAYS) || (number == 0 && names(item, 7, 0, 7, DAYS));
  }

  /** Whether a field of numbers, names, ranges, steps and lists contains the value. */
  private static boolean names(String field, int value, int min, int max, List<String> words) {
    for (String item : field.split(",")) {
      String[] stepped = item.split("/");
      String[] range = stepped[0].split("-");
      int from = range[0].equals("*") ? min : value(range[0], words);
      int to = range[0].equals("*") || stepped.length > 1 ? max : from;
      to = range.length > 1 ? value(range[1], words) : to;
      int step = stepped.length > 1 ? Integer.parseInt(stepped[1]) : 1;
      if (value >= from && value <= to && (value - from) % step == 0) {
        return true;
      }
    }
    return false;
  }

  private static int value(String text, List<String> words) {
    int word = words.indexOf(text);
    return word >= 0 ? word : Integer.parseInt(text);
  }

  private static boolean isOpen(String field) {
    return field.equals("*") || (field.startsWith("*/") && !field.contains(","));
  }
}
