// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidField;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobSpec;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ActionParametersTest {

  @SuppressWarnings("ArrayRecordComponent") // the test needs arrays
  record Everything(
      String text,
      boolean flag,
      int small,
      Long large,
      double real,
      BigDecimal exact,
      TimeUnit unit,
      Duration pause,
      Instant when,
      Path path,
      URI uri,
      List<String> list,
      Set<Integer> set,
      int[] array,
      Map<String, Duration> map,
      Inner inner,
      JsonNode node,
      Object any) {}

  record Inner(@Doc("A number") @Default("7") int number, @Nullable String word) {}

  record Server(
      @Doc("Image to boot") String image,
      @Doc("MiB of memory") @Default("512") int memory,
      @Default("PT5M") Duration maxAge,
      @Nullable String note,
      Optional<Integer> cores) {}

  record Picky(int low, int high) {
    Picky {
      if (low > high) {
        throw new IllegalArgumentException("low is greater than high");
      }
    }
  }

  record Sized(int size) {
    Sized {
      if (size < 1) {
        throw InvalidInputException.ofAttribute("size", "size is " + size + "; allowed: 1 or more");
      }
    }
  }

  record Unsupported(Thread thread) {}

  record Recursive(List<Recursive> children) {}

  record BadDefault(@Default("many") int count) {}

  private static final ActionParameters<Server> SERVER = ActionParameters.of(Server.class);

  private static String complaint(ActionParameters<?> actionParameters, @Nullable String payload) {
    try {
      throw new AssertionError("accepted: " + actionParameters.parse(payload));
    } catch (InvalidInputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void parse_ofEveryType_givesTheValues() {
    Everything parsed =
        ActionParameters.of(Everything.class)
            .parse(
                """
                {"text": "t", "flag": true, "small": 5.0, "large": 9007199254740993, "real": 0.5,
                 "exact": 0.1234567890123456789, "unit": "DAYS", "pause": "PT1H",
                 "when": "2026-01-31T13:00:00+01:00", "path": "/a/b", "uri": "http://x/y",
                 "list": ["a", "b"], "set": [2, 1], "array": [3, 4], "map": {"k": "PT1S"},
                 "inner": {"word": "w"}, "node": {"x": [null]}, "any": {"y": [1, "z"]}}
                """);

    assertThat(parsed.small()).isEqualTo(5);
    assertThat(parsed.large()).isEqualTo(9007199254740993L);
    assertThat(parsed.exact()).isEqualTo(new BigDecimal("0.1234567890123456789"));
    assertThat(parsed.unit()).isEqualTo(TimeUnit.DAYS);
    assertThat(parsed.pause()).isEqualTo(Duration.ofHours(1));
    assertThat(parsed.when()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(parsed.path()).isEqualTo(Path.of("/a/b"));
    assertThat(parsed.uri()).isEqualTo(URI.create("http://x/y"));
    assertThat(parsed.list()).containsExactly("a", "b");
    assertThat(parsed.set()).containsExactly(2, 1);
    assertThat(parsed.array()).containsExactly(3, 4);
    assertThat(parsed.map()).isEqualTo(Map.of("k", Duration.ofSeconds(1)));
    assertThat(parsed.inner()).isEqualTo(new Inner(7, "w"));
    assertThat(parsed.node()).hasToString("{\"x\":[null]}");
    assertThat(parsed.any()).isEqualTo(Map.of("y", List.of(1, "z")));
  }

  @Test
  void parse_ofWhatIsNotGiven_givesDefaults() {
    assertThat(SERVER.parse("{\"image\": \"debian\"}"))
        .isEqualTo(new Server("debian", 512, Duration.ofMinutes(5), null, Optional.empty()));
  }

  @Test
  void parse_ofSeveralMistakes_namesThemAll() {
    assertThat(complaint(SERVER, "{\"imagee\": \"x\", \"memory\": \"much\", \"maxAge\": 5}"))
        .isEqualTo(
            """
            parameter 'imagee' is unknown; did you mean 'image'?
            parameter 'image' is missing; it is required
            parameter 'memory' is "much"; expected a whole number from -2147483648 to 2147483647
            parameter 'maxAge' is 5; expected an ISO-8601 duration such as "PT5M" or "P7D", up to P36500D\
            """);
  }

  @Test
  void parse_ofAMistakeInside_namesItsPlace() {
    record Outer(List<Inner> inners, Map<String, Inner> byName) {}
    assertThat(
            complaint(
                ActionParameters.of(Outer.class),
                "{\"inners\": [{}, {\"number\": true}], \"byName\": {\"a\": {\"nummer\": 1}}}"))
        .isEqualTo(
            "parameter 'inners[1].number' is true; expected a whole number from -2147483648 to"
                + " 2147483647\nparameter 'byName.a.nummer' is unknown; did you mean 'number'?");
  }

  @Test
  void parse_whenARecordNamesTheRefusedValue_pointsToIt() {
    record Many(List<Sized> inners) {}
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() ->
            ActionParameters.of(Many.class).parse("{\"inners\": [{\"size\": 1}, {\"size\": 0}]}"))
        .withMessage("parameter 'inners[1]' is refused: size is 0; allowed: 1 or more")
        .extracting(InvalidInputException::fields, list(InvalidField.class))
        .containsExactly(
            new InvalidField("/payload/inners/1/size", "size is 0; allowed: 1 or more"));
  }

  @Test
  void parse_whenTheRecordRefuses_saysWhy() {
    assertThat(complaint(ActionParameters.of(Picky.class), "{\"low\": 2, \"high\": 1}"))
        .isEqualTo("payload is refused: low is greater than high");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                            | payload is []; expected an object",
        "null                          | payload is null; expected an object",
        "``                            | payload is empty; expected a JSON document",
        "{                             | payload is not JSON: ",
        "{} {}                         | payload is not JSON: ",
        "{\"image\":1,\"image\":2}     | payload is not JSON: Duplicate field 'image'",
        "{\"image\": null}             | parameter 'image' is null; expected text",
        "{\"image\":\"\",\"memory\":1e999999999} | 'memory' is 1E+999999999; allowed: 0, and from",
        "{\"image\":\"\",\"memory\":1.5}  | parameter 'memory' is 1.5; expected a whole number",
        "{\"image\":\"\",\"memory\":2147483648} | parameter 'memory' is 2147483648; expected",
      })
  void parse_ofWhatCannotBe_isRefused(String payload, String complaint) {
    assertThat(complaint(SERVER, payload)).startsWith(complaint);
  }

  @Test
  void parse_ofANumberThatNoDoubleHolds_isRefused() {
    record Real(double value) {}
    assertThat(complaint(ActionParameters.of(Real.class), "{\"value\": 1e400}"))
        .isEqualTo(
            "'value' is 1E+400; allowed: 0, and from 1e-308 to 1.7976931348623157e308 either way,"
                + " in up to 1000 characters");
    assertThat(
            ActionParameters.of(Real.class).parse("{\"value\": -1.7976931348623157e308}").value())
        .isEqualTo(-Double.MAX_VALUE);
  }

  @Test
  void parse_ofDeepPayload_isRefused() {
    String deep = "{\"image\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
    assertThat(complaint(SERVER, deep)).startsWith("payload is not JSON: Document nesting depth");
    String lessDeep = "{\"image\":" + "[".repeat(101) + "]".repeat(101) + "}";
    assertThat(complaint(SERVER, lessDeep)).contains("nested too deeply; allowed: 100 levels");
  }

  @Test
  void parse_ofLongPayload_isRefused() {
    String longText = "{\"image\":\"" + "x".repeat(JobSpec.MAX_PAYLOAD_LENGTH) + "\"}";
    assertThat(complaint(SERVER, longText))
        .isEqualTo("payload has 1048588 characters; allowed: up to 1048576");
  }

  @Test
  void parse_ofManyMistakes_listsTheFirst() {
    StringBuilder payload = new StringBuilder("{\"image\":\"\"");
    for (int i = 0; i < 1000; i++) {
      payload.append(",\"x").append(i).append("\":0");
    }
    assertThat(complaint(SERVER, payload + "}").lines())
        .hasSize(21)
        .last()
        .isEqualTo("and 980 more");
  }

  @Test
  void list_isInOrder_withFlags() {
    assertThat(SERVER.list())
        .extracting(ActionParameter::name, ActionParameter::flag, ActionParameter::required)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("image", "image", true),
            org.assertj.core.groups.Tuple.tuple("memory", "memory", false),
            org.assertj.core.groups.Tuple.tuple("maxAge", "max-age", false),
            org.assertj.core.groups.Tuple.tuple("note", "note", false),
            org.assertj.core.groups.Tuple.tuple("cores", "cores", false));
  }

  @ParameterizedTest
  @CsvSource({"maxAge,max-age", "olderThan,older-than", "apiURLPrefix,api-url-prefix", "a_b,a-b"})
  void flag_isKebabCase(String name, String flag) {
    assertThat(ActionParameter.flag(name)).isEqualTo(flag);
  }

  @Test
  void schema_saysItAll() {
    assertThat(SERVER.schema())
        .hasToString(
            "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
                + "\"properties\":{"
                + "\"image\":{\"type\":\"string\",\"description\":\"Image to boot\"},"
                + "\"memory\":{\"type\":\"integer\",\"minimum\":-2147483648,\"maximum\":2147483647,"
                + "\"description\":\"MiB of memory\",\"default\":512},"
                + "\"maxAge\":{\"type\":\"string\",\"format\":\"duration\",\"default\":\"PT5M\"},"
                + "\"note\":{\"type\":[\"string\",\"null\"]},"
                + "\"cores\":{\"type\":[\"integer\",\"null\"],\"minimum\":-2147483648,"
                + "\"maximum\":2147483647}},"
                + "\"required\":[\"image\"],\"additionalProperties\":false}");
  }

  @Test
  void of_typesThatCannotBe_saysWhich() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ActionParameters.of(Unsupported.class))
        .withMessageStartingWith("parameter 'thread' has the type java.lang.Thread; supported: ");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ActionParameters.of(Recursive.class))
        .withMessageEndingWith("which contains itself");
  }

  @Test
  void of_defaultThatDoesNotFit_saysSo() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ActionParameters.of(BadDefault.class))
        .withMessageStartingWith("default of parameter 'count' is not JSON");
  }
}
