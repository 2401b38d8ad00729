// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InputBounds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 2, 0.5);

  @Test
  void after_failures_growsByTheFactorUpToTheBound() {
    assertThat(BACKOFF.after(1, 0)).isEqualTo(Duration.ofMillis(100));
    assertThat(BACKOFF.after(2, 0)).isEqualTo(Duration.ofMillis(200));
    assertThat(BACKOFF.after(4, 0)).isEqualTo(Duration.ofMillis(800));
    assertThat(BACKOFF.after(5, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(BACKOFF.after(1_000_000, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(BACKOFF.after(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(BACKOFF.after(0, 0)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void after_longerThanNanosecondsCanCount_isTheLongestDuration() {
    Duration millennium = Duration.ofDays(365_000);
    Backoff backoff = new Backoff(millennium, millennium.multipliedBy(1_000), 2, 0);
    assertThat(backoff.after(1, 0)).isEqualTo(InputBounds.LONGEST_DURATION);
    assertThat(backoff.after(9, 0)).isEqualTo(InputBounds.LONGEST_DURATION);
  }

  @Test
  void after_jitter_takesAwayAtMostItsShare() {
    assertThat(BACKOFF.after(2, 0.5)).isEqualTo(Duration.ofMillis(150));
    for (int i = 0; i < 1000; i++) {
      assertThat(BACKOFF.after(2)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    }
  }

  @Test
  void constructor_outOfBounds_isRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, second, 2, 0)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new Backoff(second, Duration.ofMillis(1), 2, 0))
        .hasMessageContaining("less than initial");
    assertThatThrownBy(() -> new Backoff(second, second, 0.9, 0)).hasMessageContaining("0.9");
    assertThatThrownBy(() -> new Backoff(second, second, 1, 1.1)).hasMessageContaining("1.1");
    assertThatThrownBy(() -> new Backoff(second, second, Double.NaN, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
