// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.plugin.Distribution;
import dev.baton.plugin.JobSource;
import dev.baton.plugin.Misfire;
import dev.baton.plugin.Overlap;
import dev.baton.plugin.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The decisions about times, apart from what carries them out. */
final class TimetableTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Schedule MINUTELY = Schedule.every(Duration.ofMinutes(1));
  private static final Schedule HOURLY = Schedule.cron("0 * * * *", ZoneOffset.UTC);

  private static Distribution distribution(Schedule schedule, Misfire misfire) {
    return new Distribution(
        "d", "p", "", "d", schedule, (JobSource) (time, jobs) -> List.of(), misfire, Overlap.ALLOW);
  }

  private static DistributionState state(@Nullable Instant last) {
    return new DistributionState("d", "other", last, null, 0, null, "l");
  }

  private static Instant minutes(int after) {
    return NOON.plus(Duration.ofMinutes(after));
  }

  @Test
  void first_ofANewInterval_isNow() {
    assertThat(Timetable.first(MINUTELY, null, NOON)).isEqualTo(NOON);
  }

  @Test
  void first_ofANewCron_isItsNextTime() {
    assertThat(Timetable.first(HOURLY, null, minutes(3))).isEqualTo(minutes(60));
  }

  @Test
  void first_ofAChangedInterval_countsFromTheLastTime() {
    assertThat(Timetable.first(MINUTELY, state(NOON), NOON.plusSeconds(20))).isEqualTo(minutes(1));
    assertThat(Timetable.first(MINUTELY, state(NOON), minutes(9))).isEqualTo(minutes(9));
  }

  @Test
  void first_ofAChangedCron_missesNothing() {
    assertThat(Timetable.first(HOURLY, state(minutes(-600)), minutes(3))).isEqualTo(minutes(60));
  }

  @Test
  void due_beforeTheNextTime_isNothing() {
    assertThat(Timetable.due(distribution(MINUTELY, Misfire.CATCH_UP), minutes(1), NOON))
        .isEqualTo(new Timetable.Due(List.of(), minutes(1)));
  }

  @Test
  void due_atTheTimeOrABitLater_isThatTimeForEveryPolicy() {
    for (Misfire misfire : Misfire.values()) {
      assertThat(Timetable.due(distribution(MINUTELY, misfire), NOON, NOON.plusMillis(300)))
          .isEqualTo(new Timetable.Due(List.of(NOON), minutes(1)));
    }
  }

  @Test
  void due_withMissedTimes_followsThePolicy() {
    Instant now = minutes(3).plusSeconds(1);
    assertThat(Timetable.due(distribution(MINUTELY, Misfire.SKIP), NOON, now))
        .isEqualTo(new Timetable.Due(List.of(minutes(3)), minutes(4)));
    assertThat(Timetable.due(distribution(MINUTELY, Misfire.RUN_ONCE), NOON, now))
        .isEqualTo(new Timetable.Due(List.of(NOON), minutes(4)));
    assertThat(Timetable.due(distribution(MINUTELY, Misfire.CATCH_UP), NOON, now))
        .isEqualTo(
            new Timetable.Due(List.of(NOON, minutes(1), minutes(2), minutes(3)), minutes(4)));
  }

  @Test
  void due_longAfterASkippedTime_waitsForTheNext() {
    assertThat(Timetable.due(distribution(HOURLY, Misfire.SKIP), NOON, minutes(30)))
        .isEqualTo(new Timetable.Due(List.of(), minutes(60)));
  }

  @Test
  void due_withVeryManyMissedTimes_isBounded() {
    Instant now = minutes(5000).plusSeconds(5);
    Timetable.Due caught = Timetable.due(distribution(MINUTELY, Misfire.CATCH_UP), NOON, now);
    assertThat(caught.times()).hasSize(Timetable.MAX_TIMES).startsWith(NOON);
    assertThat(caught.next()).isEqualTo(minutes(Timetable.MAX_TIMES));
    assertThat(Timetable.due(distribution(MINUTELY, Misfire.RUN_ONCE), NOON, now))
        .isEqualTo(new Timetable.Due(List.of(NOON), now.plusSeconds(60)));
  }

  @Test
  void after_aRunForSeveralTimes_isTheFirstTimeThatHadNotPassed() {
    assertThat(Timetable.after(MINUTELY, NOON, minutes(3))).isEqualTo(minutes(4));
    assertThat(Timetable.after(MINUTELY, NOON, minutes(4).minusMillis(1))).isEqualTo(minutes(4));
    assertThat(Timetable.after(HOURLY, NOON, minutes(61))).isEqualTo(minutes(120));
  }

  @Test
  void after_aRunThatWasPostedBeforeItsTime_isTheTimeAfterThat() {
    assertThat(Timetable.after(MINUTELY, NOON, minutes(-5))).isEqualTo(minutes(1));
  }

  @Test
  void after_aRunForVeryManyTimes_isTheNextTimeOfItsLeader() {
    Instant now = minutes(5000).plusSeconds(5);
    assertThat(Timetable.after(MINUTELY, NOON, now))
        .isEqualTo(Timetable.due(distribution(MINUTELY, Misfire.RUN_ONCE), NOON, now).next());
  }
}
