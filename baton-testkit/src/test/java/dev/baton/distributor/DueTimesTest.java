// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.election.DistributionState;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.JobSource;
import dev.baton.plugin.MisfirePolicy;
import dev.baton.plugin.OverlapPolicy;
import dev.baton.plugin.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the decisions about due times, without posting jobs. */
final class DueTimesTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Schedule MINUTELY = Schedule.every(Duration.ofMinutes(1));
  private static final Schedule HOURLY = Schedule.cron("0 * * * *", ZoneOffset.UTC);

  private static Distribution distribution(Schedule schedule, MisfirePolicy misfirePolicy) {
    return new Distribution(
        "d",
        "p",
        "",
        "d",
        schedule,
        (JobSource) (time, jobs) -> List.of(),
        misfirePolicy,
        OverlapPolicy.ALLOW);
  }

  private static DistributionState state(@Nullable Instant last) {
    return new DistributionState("d", "other", last, null, 0, null, "l", 0, null);
  }

  private static Instant minutes(int after) {
    return NOON.plus(Duration.ofMinutes(after));
  }

  @Test
  void first_ofANewInterval_isNow() {
    assertThat(DueTimes.first(MINUTELY, null, NOON)).isEqualTo(NOON);
  }

  @Test
  void first_ofANewCron_isItsNextTime() {
    assertThat(DueTimes.first(HOURLY, null, minutes(3))).isEqualTo(minutes(60));
  }

  @Test
  void first_ofAChangedInterval_countsFromTheLastTime() {
    assertThat(DueTimes.first(MINUTELY, state(NOON), NOON.plusSeconds(20))).isEqualTo(minutes(1));
    assertThat(DueTimes.first(MINUTELY, state(NOON), minutes(9))).isEqualTo(minutes(9));
  }

  @Test
  void first_ofAChangedCron_missesNothing() {
    assertThat(DueTimes.first(HOURLY, state(minutes(-600)), minutes(3))).isEqualTo(minutes(60));
  }

  @Test
  void due_beforeTheNextTime_isNothing() {
    assertThat(DueTimes.due(distribution(MINUTELY, MisfirePolicy.CATCH_UP), minutes(1), NOON))
        .isEqualTo(new DueTimes.Due(List.of(), minutes(1)));
  }

  @Test
  void due_atTheTimeOrABitLater_isThatTimeForEveryPolicy() {
    for (MisfirePolicy misfirePolicy : MisfirePolicy.values()) {
      assertThat(DueTimes.due(distribution(MINUTELY, misfirePolicy), NOON, NOON.plusMillis(300)))
          .isEqualTo(new DueTimes.Due(List.of(NOON), minutes(1)));
    }
  }

  @Test
  void due_withMissedTimes_followsThePolicy() {
    Instant now = minutes(3).plusSeconds(1);
    assertThat(DueTimes.due(distribution(MINUTELY, MisfirePolicy.SKIP), NOON, now))
        .isEqualTo(new DueTimes.Due(List.of(minutes(3)), minutes(4)));
    assertThat(DueTimes.due(distribution(MINUTELY, MisfirePolicy.RUN_ONCE), NOON, now))
        .isEqualTo(new DueTimes.Due(List.of(NOON), minutes(4)));
    assertThat(DueTimes.due(distribution(MINUTELY, MisfirePolicy.CATCH_UP), NOON, now))
        .isEqualTo(new DueTimes.Due(List.of(NOON, minutes(1), minutes(2), minutes(3)), minutes(4)));
  }

  @Test
  void due_longAfterASkippedTime_waitsForTheNext() {
    assertThat(DueTimes.due(distribution(HOURLY, MisfirePolicy.SKIP), NOON, minutes(30)))
        .isEqualTo(new DueTimes.Due(List.of(), minutes(60)));
  }

  @Test
  void due_withVeryManyMissedTimes_isBounded() {
    Instant now = minutes(5000).plusSeconds(5);
    DueTimes.Due caught = DueTimes.due(distribution(MINUTELY, MisfirePolicy.CATCH_UP), NOON, now);
    assertThat(caught.times()).hasSize(DueTimes.MAX_TIMES).startsWith(NOON);
    assertThat(caught.next()).isEqualTo(minutes(DueTimes.MAX_TIMES));
    assertThat(DueTimes.due(distribution(MINUTELY, MisfirePolicy.RUN_ONCE), NOON, now))
        .isEqualTo(new DueTimes.Due(List.of(NOON), now.plusSeconds(60)));
  }

  @Test
  void missed_areTheTimesThatAreAMinuteLate() {
    Instant now = minutes(3).plusSeconds(1);
    assertThat(DueTimes.missed(MINUTELY, NOON, minutes(4), now))
        .containsExactly(NOON, minutes(1), minutes(2));
    assertThat(DueTimes.missed(MINUTELY, NOON, minutes(1), now)).containsExactly(NOON);
    assertThat(DueTimes.missed(MINUTELY, minutes(3), minutes(4), now)).isEmpty();
    assertThat(DueTimes.missed(MINUTELY, NOON, null, now)).hasSize(3);
  }

  @Test
  void after_aRunForSeveralTimes_isTheFirstTimeThatHadNotPassed() {
    assertThat(DueTimes.after(MINUTELY, NOON, minutes(3))).isEqualTo(minutes(4));
    assertThat(DueTimes.after(MINUTELY, NOON, minutes(4).minusMillis(1))).isEqualTo(minutes(4));
    assertThat(DueTimes.after(HOURLY, NOON, minutes(61))).isEqualTo(minutes(120));
  }

  @Test
  void after_aRunThatWasPostedBeforeItsTime_isTheTimeAfterThat() {
    assertThat(DueTimes.after(MINUTELY, NOON, minutes(-5))).isEqualTo(minutes(1));
  }

  @Test
  void after_aRunForVeryManyTimes_isTheNextTimeOfItsLeader() {
    Instant now = minutes(5000).plusSeconds(5);
    assertThat(DueTimes.after(MINUTELY, NOON, now))
        .isEqualTo(DueTimes.due(distribution(MINUTELY, MisfirePolicy.RUN_ONCE), NOON, now).next());
  }
}
