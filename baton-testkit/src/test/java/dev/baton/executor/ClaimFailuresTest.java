// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ClaimFailuresTest {

  private static final long NOW = Long.MAX_VALUE - 1;

  private static ClaimFailures failures(int count) {
    ClaimFailures failures = ClaimFailures.NONE;
    for (int i = 0; i < count; i++) {
      failures = failures.plusOne(NOW);
    }
    return failures;
  }

  @Test
  void wakeUps_areIgnoredForThePauseButAtMostASecond() {
    assertThat(ClaimFailures.NONE.ignoreWakeUps(NOW)).isZero();
    ClaimFailures one = failures(1);
    assertThat(one.ignoreWakeUps(NOW)).isEqualTo(one.pause()).isPositive();
    ClaimFailures many = failures(20);
    assertThat(many.pause()).isGreaterThan(Duration.ofSeconds(1));
    assertThat(many.ignoreWakeUps(NOW)).isEqualTo(Duration.ofSeconds(1));
    assertThat(many.ignoreWakeUps(NOW + TimeUnit.SECONDS.toNanos(1))).isZero();
  }

  @Test
  void outage_isOverAfterFiveSecondsWithoutAFailure() {
    assertThat(ClaimFailures.NONE.areOver(NOW)).isFalse();
    long end = NOW + TimeUnit.SECONDS.toNanos(5);
    assertThat(failures(1).areOver(end)).isFalse();
    assertThat(failures(1).areOver(end + 1)).isTrue();
  }
}
