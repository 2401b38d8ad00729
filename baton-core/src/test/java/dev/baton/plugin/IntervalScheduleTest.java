// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.error.InputBounds;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class IntervalScheduleTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void next_ofAnIntervalWithFractionsOfMilliseconds_isAsStoresKeepIt() {
    Schedule schedule = Schedule.every(Duration.ofNanos(1_500_700_000));
    Instant next = schedule.next(NOON).orElseThrow();
    assertThat(next).isEqualTo(NOON.plusMillis(1_500));
    assertThat(next).isEqualTo(Instant.ofEpochMilli(next.toEpochMilli()));
  }

  @Test
  void next_nearTheEndOfTime_isNotBeyondIt() {
    assertThat(Schedule.every(Duration.ofDays(1)).next(InputBounds.LATEST_MOMENT).orElseThrow())
        .isBeforeOrEqualTo(InputBounds.LATEST_MOMENT);
  }
}
