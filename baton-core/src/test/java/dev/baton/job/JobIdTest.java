// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "a-b", "01a234c4-d6d1-7c21-abdf-9dc49aa59314"})
  void parse_groupsOfLettersAndDigits_isAccepted(String uuid) {
    assertThat(JobId.parse(uuid)).isEqualTo(JobId.parse("job/" + uuid)).hasToString("job/" + uuid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "-a",
        "a-",
        "a--b",
        "A",
        "a/b",
        "a b",
        "a\n",
        "\u00e9",
        "\u0663",
        "0123456789012345678901234567890123456"
      })
  void parse_anotherText_isRejectedAndShown(String uuid) {
    assertThatThrownBy(() -> JobId.parse(uuid))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not a job id");
  }
}
