// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.baton.error.InvalidInputException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks with a third-party validator that an action accepts exactly the payloads that its schema
 * allows.
 */
final class ActionParametersPropertyTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int PAYLOADS = 4000;

  /**
   * Contains no texts with a format, because schemas do not enforce formats by default. Contains no
   * numbers beyond a long, because the validator handles their bounds wrongly; {@code
   * ActionParametersTest} tests such numbers.
   */
  @SuppressWarnings("ArrayRecordComponent") // the test needs arrays
  record Sample(
      String text,
      boolean flag,
      @Default("7") int small,
      @Nullable Long large,
      double real,
      BigDecimal exact,
      TimeUnit unit,
      @Nullable TimeUnit maybeUnit,
      Optional<String> maybe,
      List<String> list,
      Set<Integer> set,
      int[] array,
      @Default("{}") Map<String, Boolean> map,
      Inner inner,
      List<Inner> inners,
      Object any) {}

  record Inner(@Default("\"x\"") String word, @Nullable Inner2 deeper) {}

  record Inner2(int number) {}

  private final ActionParameters<Sample> actionParameters = ActionParameters.of(Sample.class);
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(actionParameters.schema());
  private final ObjectNode fitting = fitting();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20260131})
  void parse_acceptsWhatTheSchemaAccepts(long seed) {
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < PAYLOADS; i++) {
      ObjectNode payload = payload(random);
      boolean fits = schema.validate(payload).isEmpty();
      accepted += fits ? 1 : 0;
      assertThat(parses(payload)).as("seed %s, payload %s: %s", seed, i, payload).isEqualTo(fits);
    }
    // Both accepted and refused payloads must occur, or the test would prove nothing.
    assertThat(accepted).isBetween(PAYLOADS / 20, PAYLOADS * 19 / 20);
  }

  private boolean parses(JsonNode payload) {
    try {
      return actionParameters.parse(payload.toString()) != null;
    } catch (InvalidInputException e) {
      assertThat(e).message().isNotBlank();
      return false;
    }
  }

  private static ObjectNode fitting() {
    ObjectNode node = NODES.objectNode();
    node.put("text", "t").put("flag", true).put("small", 1).put("large", Long.MIN_VALUE);
    node.put("real", 0.5).put("exact", new BigDecimal("0.125")).put("unit", "DAYS");
    node.putNull("maybeUnit").put("maybe", "m");
    node.putArray("list").add("a").add("a");
    node.putArray("set").add(1).add(2);
    node.putArray("array").add(3);
    node.putObject("map").put("k", true);
    node.putObject("inner").putObject("deeper").put("number", 4);
    node.putArray("inners").addObject().put("word", "w");
    return node.putNull("any");
  }

  /** Returns the valid payload with a few changes, most of which make it invalid. */
  private ObjectNode payload(Random random) {
    ObjectNode payload = fitting.deepCopy();
    List<String> names = List.copyOf(payload.properties().stream().map(Map.Entry::getKey).toList());
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(5)) {
        case 0 -> payload.remove(name);
        case 1 -> payload.set(name + "x", value(random, 1));
        case 2 -> payload.set(name, fitting.get(names.get(random.nextInt(names.size()))));
        default -> payload.set(name, value(random, 3));
      }
    }
    return payload;
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt(-3, 4));
      case 3 -> NODES.numberNode(random.nextLong());
      case 4 -> NODES.numberNode(BigDecimal.valueOf(random.nextInt(-20, 20), random.nextInt(3)));
      case 5 -> NODES.textNode(random.nextBoolean() ? "DAYS" : "x");
      case 6 -> NODES.numberNode(12_345_678_901L);
      case 7 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static ArrayNode array(Random random, int depth) {
    ArrayNode array = NODES.arrayNode();
    IntStream.range(0, random.nextInt(3)).forEach(i -> array.add(value(random, depth - 1)));
    return array;
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = NODES.objectNode();
    for (String name : List.of("word", "deeper", "number", "k")) {
      if (random.nextInt(3) == 0) {
        object.set(name, value(random, depth - 1));
      }
    }
    return object;
  }
}
