// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Compares schedules with {@link CronOracle} around every shift of the local clock. The normal run
 * checks zones with unusual shifts. {@code -Dbaton.cron.oracle=2026-2036} checks every zone and
 * every shift of tzdata in these years.
 */
final class CronScheduleOracleTest {

  private static final int DAY = 24 * 60;

  /** Number of minutes that are compared before and after a shift. */
  private static final int AROUND = 3 * DAY;

  /**
   * Number of minutes before the comparison that are scanned to know which local times were shown.
   * Clocks are set back by one day at most.
   */
  private static final int BEFORE = 2 * DAY;

  private static final List<String> EXPRESSIONS =
      List.of(
          "30 2 * * *",
          "15,45 2 * * *",
          "*/20 2 * * *",
          "* 2 * * *",
          "0 3 * * *",
          "30 1,2 * * *",
          "10 1-3 * * *",
          "0 0 * * *",
          "30 0 * * *",
          "15,45 23 * * *",
          "5 0-23 * * *",
          "0 0-23/5 * * *",
          "0 1-3,*/5 * * *",
          "17 2/5 * * *",
          "*/7 *,2 * * *",
          "* * * * *",
          "0 * * * *",
          "15 * * * *",
          "*/20 * * * *",
          "0 */2 * * *",
          "30 */5 * * *",
          "*/25 */3 * * *",
          "30 2 L * *",
          "30 2 * 3,10 0L",
          "45 23,0 * * 6,SUN",
          "30 1 * * MON-FRI",
          "30 2 15W * *",
          "0 2 LW * 5#2",
          "0 0 1 * SUN");

  private static final List<String> ZONES =
      List.of(
          "Europe/Zurich",
          "America/New_York",
          "Australia/Lord_Howe",
          "Antarctica/Troll",
          "Africa/Casablanca",
          "Africa/Cairo",
          "America/Havana",
          "America/Nuuk",
          "America/Santiago",
          "Asia/Beirut",
          "Asia/Kathmandu",
          "Pacific/Chatham",
          "Pacific/Easter");

  private final List<CronOracle> oracles = EXPRESSIONS.stream().map(CronOracle::new).toList();
  private long compared;

  @Test
  @SuppressWarnings("SystemOut") // The figures are for people who run the full check.
  void next_aroundShiftsOfTheClock_equalsAWalkOverTheMinutes() {
    String whole = System.getProperty("baton.cron.oracle");
    String years = whole == null ? "2026-2027" : whole;
    List<String> zones =
        whole == null ? ZONES : new ArrayList<>(new TreeSet<>(ZoneId.getAvailableZoneIds()));
    Instant from = Instant.parse(years.substring(0, 4) + "-01-01T00:00:00Z");
    Instant to = Instant.parse(years.substring(5) + "-12-31T23:59:59Z");
    long shifts = zones.stream().mapToLong(zone -> compare(ZoneId.of(zone), from, to)).sum();
    System.out.printf(
        "cron oracle: years=%s zones=%d shifts=%d expressions=%d runs compared=%d%n",
        years, zones.size(), shifts, oracles.size(), compared);
    assertThat(shifts).isPositive();
  }

  @Test
  void next_whereADayIsSkipped_equalsAWalkOverTheMinutes() {
    compareAround(ZoneId.of("Pacific/Apia"), Instant.parse("2011-12-30T10:00:00Z"));
    compareAround(ZoneId.of("Pacific/Kwajalein"), Instant.parse("1993-08-21T12:00:00Z"));
  }

  @Test
  void next_overYears_equalsAWalkOverTheMinutes() {
    long start = minute(Instant.parse("2026-01-01T00:00:00Z"));
    compare(ZoneId.of("Europe/Zurich"), start, 5 * 366 * DAY);
  }

  private long compare(ZoneId zone, Instant from, Instant to) {
    compareAround(zone, from);
    long shifts = 0;
    for (ZoneOffsetTransition shift = after(zone, from);
        shift != null && shift.getInstant().isBefore(to);
        shift = after(zone, shift.getInstant())) {
      compareAround(zone, shift.getInstant());
      shifts++;
    }
    return shifts;
  }

  private static @Nullable ZoneOffsetTransition after(ZoneId zone, Instant instant) {
    return zone.getRules().nextTransition(instant);
  }

  private void compareAround(ZoneId zone, Instant shift) {
    assertThat(shift.getEpochSecond() % 60).isZero();
    compare(zone, minute(shift) - AROUND, 2 * AROUND);
  }

  private void compare(ZoneId zone, long start, int length) {
    long[] clock = CronOracle.clock(zone, start - BEFORE, BEFORE + length);
    for (CronOracle oracle : oracles) {
      List<Long> expected = oracle.runs(start - BEFORE, clock, BEFORE);
      Schedule schedule = Schedule.cron(oracle.expression, zone);
      List<Long> actual = new ArrayList<>();
      Instant next = next(schedule, Instant.ofEpochSecond(start * 60 - 1));
      while (minute(next) < start + length) {
        assertThat(next.getEpochSecond() % 60 + next.getNano()).isZero();
        actual.add(minute(next));
        next = next(schedule, next);
      }
      assertThat(actual).as("%s in %s from %d", oracle.expression, zone, start).isEqualTo(expected);
      compared += expected.size();
      compareFromAnyMoment(schedule, expected, start, length);
    }
  }

  /** Also starts from moments that are not runs, such as the moments of a repeated hour. */
  private static void compareFromAnyMoment(
      Schedule schedule, List<Long> expected, long start, int length) {
    int i = 0;
    for (long minute = start; minute < start + length; minute += 47) {
      while (i < expected.size() && expected.get(i) <= minute) {
        i++;
      }
      if (i == expected.size()) {
        return;
      }
      Instant moment = Instant.ofEpochSecond(minute * 60 + 30);
      assertThat(minute(next(schedule, moment))).as("after %s", moment).isEqualTo(expected.get(i));
    }
  }

  private static Instant next(Schedule schedule, Instant after) {
    return schedule.next(after).orElseThrow();
  }

  private static long minute(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60);
  }
}
