// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.error.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
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
  void number_thatIsNotRead_isRefused() {
    for (JsonNode number :
        List.of(
            DoubleNode.valueOf(Double.MIN_VALUE),
            DecimalNode.valueOf(new BigDecimal("1." + "1".repeat(1_000))),
            BigIntegerNode.valueOf(BigInteger.ONE.shiftLeft(100_000)))) {
      assertThatThrownBy(() -> BoundedJson.checkValue("result", number))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("in up to 1000 characters");
    }
  }

  @Test
  void name_thatIsNotRead_isRefused() {
    for (String name : List.of("\ud800", "\udc00a", "n".repeat(16_001))) {
      JsonNode object = JsonNodeFactory.instance.objectNode().put(name, 1);
      assertThatThrownBy(() -> BoundedJson.checkValue("result", object))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("the name of a member of 'result' ");
    }
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

  @Test
  void text_thatIsNotJson_isRefusedWithItsPlaceAlone() {
    assertThatThrownBy(() -> BoundedJson.readBody("the body", "{\"a\": [1".getBytes(UTF_8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("the body is not JSON: Unexpected end-of-input")
        .hasMessageContaining("start marker at line 1, column ")
        .hasMessageNotContaining("Source");
  }

  @Test
  void body_ofMoreArraysThanAllowed_isRefusedBeforeTheyAreMade() {
    String arrays = "[" + "[],".repeat(BoundedJson.MAX_BODY_CONTAINERS - 2) + "[]";

    assertThat(BoundedJson.readBody("the body", (arrays + "]").getBytes(UTF_8)))
        .hasSize(BoundedJson.MAX_BODY_CONTAINERS - 1);
    // The text after the first array over the limit is no JSON, but it is not read.
    assertThatThrownBy(
            () -> BoundedJson.readBody("the body", (arrays + ",[]no JSON").getBytes(UTF_8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("more than 250000 arrays and objects");
  }

  @Test
  void value_ofMoreObjectsThanAllowed_isRefused() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int number = 1; number < BoundedJson.MAX_VALUE_CONTAINERS; number++) {
      list.addObject();
    }
    BoundedJson.checkValue("result", list);
    list.addObject();

    assertThatThrownBy(() -> BoundedJson.checkValue("result", list))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "'result' consists of more than 100000 arrays and objects; send fewer, or a reference"
                + " instead");
  }
}
