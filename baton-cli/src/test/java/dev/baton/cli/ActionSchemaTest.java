// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.client.ApiClient;
import dev.baton.error.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ActionSchemaTest {

  private final ActionSchema schema =
      schema(
          """
          {"name": "paint", "schema": {"type": "object", "required": ["color"],
            "additionalProperties": false, "properties": {
              "color": {"type": "string", "enum": ["red", "blue"], "description": "Which one"},
              "layerCount": {"type": ["integer", "null"], "default": 2},
              "dry": {"type": "boolean"},
              "wait": {"type": "string", "format": "duration"},
              "brushes": {"type": "array", "items": {"type": "integer"}},
              "more": {"type": "object"},
              "env": {"type": "object", "additionalProperties": {"type": "string"}},
              "limits": {"type": "object", "additionalProperties": {"type": "integer"}}}}}
          """);

  @Test
  void flag_isTheNameInWordsWithHyphens() {
    assertThat(schema.parameters())
        .extracting(ActionSchema.SchemaParameter::flag)
        .containsExactly(
            "--color",
            "--layer-count",
            "--dry",
            "--wait",
            "--brushes",
            "--more",
            "--env",
            "--limits");
  }

  @Test
  void description_tellsTypeChoicesDefaultAndWhetherRequired() {
    assertThat(schema.parameters())
        .extracting(ActionSchema.SchemaParameter::description)
        .startsWith("Which one (string: red, blue; required)", "(integer; default: 2)");
  }

  @Test
  void value_hasTheTypeOfTheSchema() {
    assertThat(json("color", "1")).isEqualTo("\"1\"");
    assertThat(json("layerCount", "1")).isEqualTo("1");
    assertThat(json("dry", "true")).isEqualTo("true");
    assertThat(json("wait", "10m")).isEqualTo("\"PT10M\"");
    assertThat(json("brushes", "3")).isEqualTo("[3]");
    assertThat(json("brushes", "[3, 4]")).isEqualTo("[3,4]");
    assertThat(json("more", "{\"a\": 1}")).isEqualTo("{\"a\":1}");
    assertThat(schema.parameter("brushes").value(List.of("1", "[2,3]")).toString())
        .isEqualTo("[1,2,3]");
  }

  @Test
  void value_ofAMap_isMadeOfEntriesAndObjects() {
    assertThat(json("env", "A=x")).isEqualTo("{\"A\":\"x\"}");
    assertThat(json("env", "A=b=c {d}")).isEqualTo("{\"A\":\"b=c {d}\"}");
    assertThat(json("env", "A=")).isEqualTo("{\"A\":\"\"}");
    assertThat(json("limits", "cpu=3")).isEqualTo("{\"cpu\":3}");
    assertThat(json("env", "{\"A\": \"x\"}")).isEqualTo("{\"A\":\"x\"}");
    List<String> several = List.of("A=1", "{\"B\": \"2\", \"C\": \"3\"}", "B=4");
    assertThat(schema.parameter("env").value(several).toString())
        .isEqualTo("{\"A\":\"1\",\"B\":\"4\",\"C\":\"3\"}");
  }

  @Test
  void value_ofAMapThatIsNone_namesWhatIsExpected() {
    assertThatThrownBy(() -> json("env", "A"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "parameter 'env' is 'A'; expected KEY=VALUE or a JSON object such as {\"name\":"
                + " \"value\"}");
    assertThatThrownBy(() -> json("env", "=x")).hasMessageContaining("is '=x'; expected KEY=VALUE");
    assertThatThrownBy(() -> json("env", "{\"A=\"x\"}")).hasMessageContaining("expected KEY=VALUE");
    assertThatThrownBy(() -> json("limits", "cpu=many"))
        .hasMessage("parameter 'limits.cpu' is 'many'; expected a whole number");
    // The parameter does not allow arbitrary keys, so it accepts only JSON.
    assertThatThrownBy(() -> json("more", "a=1"))
        .hasMessage(
            "parameter 'more' is 'a=1'; expected a JSON object such as {\"name\": \"value\"}");
  }

  @Test
  void description_ofAMap_saysHowItIsGiven() {
    assertThat(schema.parameter("env").description())
        .isEqualTo("(KEY=VALUE, may be repeated, or a JSON object)");
  }

  @Test
  void value_ofWrongType_namesParameterValueAndType() {
    assertThatThrownBy(() -> json("layerCount", "many"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("parameter 'layerCount' is 'many'; expected a whole number");
    assertThatThrownBy(() -> json("brushes", "x"))
        .hasMessage("parameter 'brushes' is 'x'; expected a whole number");
  }

  @Test
  void unknownParameter_isRefusedWithTheNameThatWasMeant() {
    assertThatThrownBy(() -> schema.parameter("colour"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "action 'paint' has no parameter 'colour'; did you mean 'color'? (it has: color,");
  }

  @Test
  void wordsAfterDashes_goIntoTheFirstList() {
    assertThat(schema.listParameter().name()).isEqualTo("brushes");
    assertThatThrownBy(() -> schema("{\"name\": \"a\", \"schema\": {}}").listParameter())
        .isInstanceOf(InvalidInputException.class);
  }

  private String json(String parameter, String text) {
    return schema.parameter(parameter).value(text).toString();
  }

  private static ActionSchema schema(String text) {
    try {
      return new ActionSchema(ApiClient.JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
