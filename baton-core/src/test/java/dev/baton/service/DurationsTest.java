// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "90s, PT90S",
    "10m, PT10M",
    "1h30m, PT90M",
    "2d, PT48H",
    "PT1M, PT1M",
    "' 5s ', PT5S"
  })
  void parse_readsWhatPeopleWrite(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "5", "5 minutes", "-5s", "1.5h", "99999999999999999999s"})
  void parse_whenItIsNone_namesTheTextAndTheForms(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("'" + text + "' is not a duration; expected such as 500ms");
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0s", "PT0.25S, 250ms", "PT1.5S, 1.5s", "PT90S, 1m30s", "PT26H, 1d2h"})
  void text_isShort(Duration duration, String expected) {
    assertThat(Durations.text(duration)).isEqualTo(expected);
  }

  @Test
  void text_ofLongDuration_leavesMillisecondsOut() {
    assertThat(Durations.text(Duration.ofMillis(61_700))).isEqualTo("1m1s");
  }
}
