// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InputBoundsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(strings = {"P365000D", "-PT1S", "PT0S", "P99999999999999999999D", "PT1", "", "1h"})
  void duration_outOfRangeOrMalformed_namesFieldValueAndRange(String text) {
    assertThatThrownBy(
            () -> InputBounds.duration("timeout", text, SECOND, InputBounds.LONGEST_DURATION))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("timeout is ")
        .hasMessageContaining("PT1S to PT876000H");
  }

  @Test
  void duration_atTheBounds_isTaken() {
    assertThat(InputBounds.duration("lease", "PT1S", SECOND, InputBounds.LONGEST_DURATION))
        .isEqualTo(SECOND);
    assertThat(
            InputBounds.duration("lease", "P36500D", SECOND, InputBounds.LONGEST_DURATION)
                .toNanos())
        .isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-12-31T23:59:59Z",
        "-999999999-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59Z",
        "2026-01-31",
        "now"
      })
  void moment_outOfRangeOrMalformed_namesFieldAndYears(String text) {
    assertThatThrownBy(() -> InputBounds.moment("expiry", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expiry is '")
        .hasMessageContaining("year from 0000 to 9999");
  }

  @Test
  void moment_atTheBounds_hasMilliseconds() {
    assertThat(InputBounds.moment("expiry", "9999-12-31T23:59:59Z").toEpochMilli()).isPositive();
    assertThat(InputBounds.moment("expiry", "0000-01-01T00:00:00Z"))
        .isEqualTo(InputBounds.EARLIEST_MOMENT);
    assertThat(InputBounds.moment("expiry", Instant.EPOCH)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void number_outOfRange_namesFieldValueAndRange() {
    assertThatThrownBy(() -> InputBounds.number("limit", 11, 1, 10))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("limit is 11; allowed: 1 to 10");
    assertThat(InputBounds.number("limit", 10, 1, 10)).isEqualTo(10);
  }
}
