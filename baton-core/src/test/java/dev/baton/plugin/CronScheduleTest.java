// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronScheduleTest {

  private static List<String> next(String expression, String zone, String after, int count) {
    ZoneId zoneId = ZoneId.of(zone);
    Schedule schedule = Schedule.cron(expression, zoneId);
    List<String> times = new ArrayList<>();
    Instant instant = OffsetDateTime.parse(after).toInstant();
    for (int i = 0; i < count; i++) {
      instant = schedule.next(instant).orElseThrow();
      times.add(instant.atZone(zoneId).toOffsetDateTime().toString());
    }
    return times;
  }

  @Test
  void next_fixedHourInAGap_runsOnceAtTheEndOfTheGap() {
    assertThat(next("30 2 * * *", "Europe/Zurich", "2027-03-28T00:00+01:00", 2))
        .containsExactly("2027-03-28T03:00+02:00", "2027-03-29T02:30+02:00");
    assertThat(next("*/20 2,3 * * *", "Europe/Zurich", "2027-03-28T00:00+01:00", 3))
        .containsExactly(
            "2027-03-28T03:00+02:00", "2027-03-28T03:20+02:00", "2027-03-28T03:40+02:00");
  }

  @Test
  void next_fixedHourShownTwice_runsTheFirstTimeOnly() {
    assertThat(next("15,45 2 * * *", "Europe/Zurich", "2026-10-25T00:00+02:00", 3))
        .containsExactly(
            "2026-10-25T02:15+02:00", "2026-10-25T02:45+02:00", "2026-10-26T02:15+01:00");
    assertThat(next("15 2 * * *", "Europe/Zurich", "2026-10-25T02:05+01:00", 1))
        .containsExactly("2026-10-26T02:15+01:00");
  }

  @Test
  void next_anyHour_followsElapsedTime() {
    assertThat(next("30 * * * *", "Europe/Zurich", "2026-10-25T01:30+02:00", 3))
        .containsExactly(
            "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00");
    assertThat(next("30 */2 * * *", "Europe/Zurich", "2027-03-28T00:00+01:00", 2))
        .containsExactly("2027-03-28T00:30+01:00", "2027-03-28T04:30+02:00");
  }

  @Test
  void next_gapOfHalfAnHour_runsAtItsEnd() {
    assertThat(next("15 2 * * *", "Australia/Lord_Howe", "2026-10-04T00:00+10:30", 1))
        .containsExactly("2026-10-04T02:30+11:00");
    assertThat(next("45 2 * * *", "Australia/Lord_Howe", "2026-10-04T00:00+10:30", 1))
        .containsExactly("2026-10-04T02:45+11:00");
  }

  @Test
  void next_gapOfAWholeDay_runsAtItsEnd() {
    assertThat(next("0 9 * * *", "Pacific/Apia", "2011-12-29T09:00-10:00", 2))
        .containsExactly("2011-12-31T00:00+14:00", "2011-12-31T09:00+14:00");
    assertThat(next("0 9 30 * *", "Pacific/Apia", "2011-12-29T09:00-10:00", 1))
        .containsExactly("2011-12-31T00:00+14:00");
  }

  @Test
  void next_shiftOfSeconds_runsAtTheShift() {
    assertThat(next("30 0 * * *", "Africa/Monrovia", "1972-01-06T23:00-00:44:30", 1))
        .containsExactly("1972-01-07T00:44:30Z");
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 L * *,         2028-02-01, 2028-02-29",
    "0 0 L-3 * *,       2027-02-01, 2027-02-25",
    "0 0 LW * *,        2027-01-02, 2027-01-29",
    "0 0 1W * *,        2027-04-30, 2027-05-03",
    "0 0 15W * *,       2027-05-01, 2027-05-14",
    "0 0 31W * *,       2027-01-30, 2027-03-31",
    "0 0 * * 5L,        2027-01-01, 2027-01-29",
    "0 0 * * FRI#2,     2027-01-01, 2027-01-08",
    "0 0 * * 1#5,       2027-04-01, 2027-05-31",
    "0 0 * * 7#1,       2027-01-01, 2027-01-03",
    "0 0 29 2 *,        2027-01-01, 2028-02-29",
    "0 0 13 * 5,        2027-01-02, 2027-01-08",
    "0 0 */2 * 5,       2027-01-02, 2027-01-15",
    "0 0 * * 5-7,       2027-01-02, 2027-01-03",
    "0 0 * * 6-7,       2027-01-03, 2027-01-09",
    "0 0 * * FRI-MON,   2027-01-01, 2027-01-02",
    "0 0 * * FRI-MON,   2027-01-03, 2027-01-04",
    "0 0 * * FRI-MON,   2027-01-04, 2027-01-08",
    "0 0 * * 5-1,       2027-01-02, 2027-01-03",
    "0 0 * * SAT-SUN,   2027-01-03, 2027-01-09",
    "0 0 * * FRI-MON/2, 2027-01-01, 2027-01-03",
    "0 0 * * FRI-MON/2, 2027-01-03, 2027-01-08",
    "@daily,            2027-01-01, 2027-01-02",
    "@midnight,         2027-01-01, 2027-01-02",
    "@weekly,           2027-01-01, 2027-01-03",
    "@monthly,          2027-01-01, 2027-02-01",
    "@yearly,           2027-01-01, 2028-01-01",
    "@annually,         2027-01-01, 2028-01-01"
  })
  void next_dayOfTheCalendar_isFound(String expression, String after, String expected) {
    assertThat(next(expression, "UTC", after + "T00:00Z", 1)).containsExactly(expected + "T00:00Z");
  }

  @Test
  void next_hourly_runsEachHour() {
    assertThat(next("@hourly", "UTC", "2027-01-01T00:00Z", 1)).containsExactly("2027-01-01T01:00Z");
  }

  @Test
  void next_afterTheLastYear_isNone() {
    Schedule schedule = Schedule.cron("0 0 29 2 *", ZoneId.of("Europe/Zurich"));
    assertThat(schedule.next(Instant.parse("9998-01-01T00:00:00Z"))).isEmpty();
    assertThat(
            Schedule.cron("@hourly", ZoneId.of("Europe/Zurich"))
                .next(Instant.parse("9999-12-31T00:00:00Z")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "0 0 31W 4 *", "0 0 L-30 2 *"})
  void cron_thatNeverOccurs_isRefusedWithTheReason(String expression) {
    assertThatThrownBy(() -> Schedule.cron(expression, ZoneId.of("UTC")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + expression + "' never occurs: no day of the calendar matches");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "0 0 * * L",
        "0 0 W * *",
        "0 0 * * 5#6",
        "0 0 * * 5#0",
        "0 0 L-31 * *",
        "0 22-2 * * *",
        "@reboot",
        "a b c d e",
        "0 0 1#2 * *",
        "0 L * * *"
      })
  void cron_thatIsNone_isRefusedWithTheForm(String expression) {
    assertThatThrownBy(() -> Schedule.cron(expression, ZoneId.of("UTC")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + expression + "' is not a cron expression")
        .hasMessageContaining("expected five fields");
  }

  @Test
  void cron_withAStepOfNothing_isRefusedWithTheRangeOfSteps() {
    assertThatThrownBy(() -> Schedule.cron("*/0 * * * *", ZoneId.of("UTC")))
        .hasMessageContaining("the step 0 is not in the range [1, 59]");
  }
}
