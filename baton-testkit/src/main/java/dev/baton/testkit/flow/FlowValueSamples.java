// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.flow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.BoundedJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sample values that bodies of flows return, by name. */
public final class FlowValueSamples {

  private FlowValueSamples() {}

  /** Returns values that a store cannot keep or that cannot be read back. */
  public static Map<String, Object> unstorable() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("large_decimal", new BigDecimal("1e400"));
    values.put("largest_decimal", new BigDecimal("1e2147483647"));
    values.put("small_decimal", new BigDecimal("1e-400"));
    values.put("long_decimal", new BigDecimal("0." + "1".repeat(1_100)));
    values.put("small_double", Double.MIN_VALUE);
    values.put("large_integer", BigInteger.TEN.pow(400));
    values.put("huge_integer", BigInteger.ONE.shiftLeft(10_000_000));
    values.put("deep_list", nested(200));
    values.put("too_deep_list", nested(BoundedJson.MAX_VALUE_DEPTH));
    values.put("key_of_half_a_pair", Map.of("a\ud800", 1));
    values.put("long_key", Map.of("k".repeat(BoundedJson.MAX_NAME_LENGTH + 1), 1));
    values.put("key_within", List.of(Map.of("in", Map.of("\udc00", 1))));
    values.put("bytes", new byte[2_000_000]);
    values.put("object_in_json", holding(new BigDecimal("1e400")));
    return values;
  }

  /** Returns values that are similar to the unstorable values but can be stored. */
  public static Map<String, Object> storable() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("decimal", new BigDecimal("1.7e308"));
    values.put("negative_decimal", new BigDecimal("-1e-308"));
    values.put("decimal_of_many_digits", new BigDecimal("0." + "1".repeat(990)));
    values.put("no_number", Double.NaN);
    values.put("integer", BigInteger.TEN.pow(308));
    values.put("list", nested(BoundedJson.MAX_VALUE_DEPTH - 1));
    values.put("text_of_half_a_pair", "a\ud800");
    values.put("key", Map.of("a\ud83d\ude00", 1));
    values.put("long_key", Map.of("\u20ac".repeat(BoundedJson.MAX_NAME_LENGTH), 1));
    values.put("nul", Map.of("a\0", "\0"));
    values.put("bytes", new byte[1_000]);
    values.put("object_in_json", holding(Map.of("moment", Instant.EPOCH)));
    return values;
  }

  private static List<?> nested(int levels) {
    List<?> value = List.of();
    for (int level = 1; level < levels; level++) {
      value = List.of(value);
    }
    return value;
  }

  private static ObjectNode holding(@Nullable Object value) {
    return JsonNodeFactory.instance.objectNode().putPOJO("object", value);
  }
}
