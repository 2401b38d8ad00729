// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.error.InvalidInputException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CheckParameterSchemaTest {

  private enum Color {
    RED,
    GREEN
  }

  private record Inner(@Doc("Lines\nof text.") String text, @Default("[1]") List<Integer> sizes) {}

  @SuppressWarnings("ArrayRecordComponent") // the test needs arrays
  private record EveryType(
      String text,
      boolean bool,
      int whole,
      long large,
      double decimal,
      BigDecimal exact,
      Color color,
      Optional<Color> perhaps,
      Duration duration,
      Instant instant,
      Path path,
      URI uri,
      JsonNode json,
      Object any,
      Inner inner,
      Set<Inner> set,
      String[] array,
      Map<String, List<Inner>> map) {}

  @Test
  void check_schemaOfEveryTypeOfParameter_isAccepted() throws Exception {
    JsonNode schema = ActionParameters.of(EveryType.class).schema();
    CheckParameterSchema.check(schema);
    // Uses the form in which the schema arrives from another process.
    CheckParameterSchema.check(new ObjectMapper().readTree(schema.toString()));
  }

  @Test
  void check_otherKeyword_isRefusedWithItsPlace() throws Exception {
    JsonNode schema =
        new ObjectMapper().readTree("{\"properties\":{\"a\":{\"items\":{\"pattern\":\"((\"}}}}");
    assertThatThrownBy(() -> CheckParameterSchema.check(schema))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "'schema.properties.a.items' has the keyword 'pattern'; allowed in schemas");
  }
}
