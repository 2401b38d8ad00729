// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ManualClockTest {

  @Test
  void advance_duration_movesBothTimes() {
    ManualClock clock = new ManualClock(Instant.parse("2026-01-31T12:00:00.000900Z"));
    long nanos = clock.nanos();
    clock.advance(Duration.ofNanos(1_500_000));
    assertThat(clock.nanos() - nanos).isEqualTo(1_500_000);
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-01-31T12:00:00.001Z"));
    assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void jumpTo_moment_movesTheWallClockAlone() {
    ManualClock clock = new ManualClock();
    long nanos = clock.nanos();
    clock.jumpTo(Instant.EPOCH);
    assertThat(clock.now()).isEqualTo(Instant.EPOCH);
    assertThat(clock.nanos()).isEqualTo(nanos);
  }
}
