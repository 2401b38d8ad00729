// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.error.InputBounds;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SaturatedTimeTest {

  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
  private static final Duration SINCE_FOREVER = Duration.ofSeconds(Long.MIN_VALUE);
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void plus_sumBeyondTheYears_isTheLimit() {
    assertThat(SaturatedTime.plus(NOW, FOREVER)).isEqualTo(InputBounds.LATEST_MOMENT);
    assertThat(SaturatedTime.plus(NOW, SINCE_FOREVER)).isEqualTo(InputBounds.EARLIEST_MOMENT);
    assertThat(SaturatedTime.plus(InputBounds.LATEST_MOMENT, Duration.ofNanos(1)))
        .isEqualTo(InputBounds.LATEST_MOMENT);
    assertThat(SaturatedTime.plus(NOW, Duration.ofSeconds(-5))).isEqualTo("2026-03-01T11:59:55Z");
  }

  @Test
  void nanos_longerThanRepresentable_isTheLongest() {
    assertThat(SaturatedTime.nanos(FOREVER)).isEqualTo(InputBounds.LONGEST_DURATION.toNanos());
    assertThat(SaturatedTime.nanos(SINCE_FOREVER))
        .isEqualTo(-InputBounds.LONGEST_DURATION.toNanos());
    assertThat(SaturatedTime.millis(FOREVER)).isEqualTo(InputBounds.LONGEST_DURATION.toMillis());
    assertThat(SaturatedTime.nanos(Duration.ofMillis(3))).isEqualTo(3_000_000);
  }
}
