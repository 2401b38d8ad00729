// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.baton.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundedJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e2147483647",
        "1e99999000000",
        "-1e2147483647",
        "1e-2147483648",
        "1.8e308",
        "1e-309",
        "1e-99999000000"
      })
  void number_outOfRange_isRefusedWithTheRange(String number) {
    String text = "{\"a\":{\"free\":" + number + "}}";
    assertThatThrownBy(() -> BoundedJson.readBody("the body", text.getBytes(UTF_8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("allowed: 0, and from 1e-308 to 1.7976931348623157e308 either way");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0.0", "1.5", "9.99e307", "-1e-308", "18446744073709551615", "0e10"})
  void number_inRange_keepsEveryDigit(String number) {
    assertThat(BoundedJson.readValue("payload", number).decimalValue())
        .isEqualByComparingTo(number);
  }

  @Test
  void number_thatIsInfinite_isRefused() {
    assertThatThrownBy(
            () -> BoundedJson.checkValue("result", DoubleNode.valueOf(Double.POSITIVE_INFINITY)))
        .hasMessageContaining("'result' is Infinity");
  }

  @Test
  void nesting_beyondTheBound_isRefused() {
    String hundred = "[".repeat(100) + "]".repeat(100);
    assertThat(BoundedJson.readValue("payload", hundred).isArray()).isTrue();
    assertThatThrownBy(() -> BoundedJson.readValue("payload", "[" + hundred + "]"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nested too deeply");
    String body = "[".repeat(50_000) + "]".repeat(50_000);
    assertThatThrownBy(() -> BoundedJson.readBody("the body", body.getBytes(UTF_8)))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"a\":1,\"a\":2}", "1 2", "nul", "NaN", "{'a':1}"})
  void text_thatIsNotOneDocument_isRefused(String text) {
    assertThatThrownBy(() -> BoundedJson.readBody("the body", text.getBytes(UTF_8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("the body is ");
  }
}
