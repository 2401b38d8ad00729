// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DateMathTest {

  /** A Thursday. */
  private static final Instant NOW = Instant.parse("2024-02-29T13:14:15.678Z");

  @ParameterizedTest
  @CsvSource({
    "2020, 2020-01-01T00:00:00Z",
    "2020-06, 2020-06-01T00:00:00Z",
    "2020-06-15, 2020-06-15T00:00:00Z",
    "2020-06-15T10, 2020-06-15T10:00:00Z",
    "2020-06-15T10:11, 2020-06-15T10:11:00Z",
    "2020-06-15T10:11:12, 2020-06-15T10:11:12Z",
    "2020-06-15T10:11:12.3Z, 2020-06-15T10:11:12.300Z",
    "2020-06-15T10:11:12.123456789Z, 2020-06-15T10:11:12.123Z",
    "2020-06-15T10:11:12+02:00, 2020-06-15T08:11:12Z",
    "2020-06-15T10:11:12-0130, 2020-06-15T11:41:12Z",
    "1592215872345, 2020-06-15T10:11:12.345Z",
    "0, 1970-01-01T00:00:00Z",
    "-1000, 1969-12-31T23:59:59Z",
    "now, 2024-02-29T13:14:15.678Z",
    "now-7d, 2024-02-22T13:14:15.678Z",
    "now+1h, 2024-02-29T14:14:15.678Z",
    "now-120s, 2024-02-29T13:12:15.678Z",
    "now-2H, 2024-02-29T11:14:15.678Z",
    "now-1y, 2023-02-28T13:14:15.678Z",
    "now+1M, 2024-03-29T13:14:15.678Z",
    "now+2w, 2024-03-14T13:14:15.678Z",
    "now+d, 2024-03-01T13:14:15.678Z",
    "now+1d-1h+5m, 2024-03-01T12:19:15.678Z",
    "now/d, 2024-02-29T00:00:00Z",
    "now/w, 2024-02-26T00:00:00Z",
    "now/M, 2024-02-01T00:00:00Z",
    "now/y, 2024-01-01T00:00:00Z",
    "now/h, 2024-02-29T13:00:00Z",
    "now/m, 2024-02-29T13:14:00Z",
    "now/s, 2024-02-29T13:14:15Z",
    "now-1d/d, 2024-02-28T00:00:00Z",
    "now/d-1h, 2024-02-28T23:00:00Z",
    "2020-01-01||+1M/d, 2020-02-01T00:00:00Z",
    "2020-01-31T10:00:00Z||+1M, 2020-02-29T10:00:00Z",
    "2020||, 2020-01-01T00:00:00Z"
  })
  void resolve_date_isTheMoment(String text, Instant expected) {
    assertThat(DateMath.resolve(text, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "2020-13",
        "2020-02-30",
        "2020-6-1",
        "20-06-01",
        "2020-06-15 10:00",
        "2020-06-15T25",
        "now-",
        "now-7",
        "now-7x",
        "now 7d",
        "now-7d/",
        "now/x",
        "nowish",
        "2020-01-01+1d",
        "2020-01-01|+1d",
        "||+1d",
        "now+999999999y",
        "12345678901234567890",
        "2020-06-15T10:11:12+99:00"
      })
  void resolve_noDate_isRefusedByName(String text) {
    assertThatThrownBy(() -> DateMath.resolve(text, NOW))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("'" + text + "' is not a date; expected such as ");
  }

  @Test
  void isDate_onlyTheKnownAttributes() {
    assertThat(DateMath.isDate(Filter.Path.of("not-before"))).isTrue();
    assertThat(DateMath.isDate(Filter.Path.of("name"))).isFalse();
    assertThat(DateMath.isDate(Filter.Path.of("result", "created"))).isFalse();
  }
}
