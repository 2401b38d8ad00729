// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON form of a Java type: its schema, and the conversion of a node to a value. */
sealed interface ValueType {

  /** Creates the schema. */
  ObjectNode schema();

  /** Converts a node to a value. If the node does not match, adds a problem and returns null. */
  @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors);

  /** Whether values are JSON strings, so that plain text needs no quotes. */
  default boolean isText() {
    return false;
  }

  /** All types whose values are JSON strings, with their format. */
  record Text(@Nullable String format, String expected, Function<String, Object> parser)
      implements ValueType {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = PayloadJson.NODES.objectNode().put("type", "string");
      return format == null ? schema : schema.put("format", format);
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      try {
        if (node.isTextual()) {
          return parser.apply(node.textValue());
        }
      } catch (RuntimeException e) {
        // Parsers throw many types of exceptions; the problem that is added here explains the error
        // better.
      }
      return payloadErrors.addWrongValue(path, node, expected);
    }

    @Override
    public boolean isText() {
      return true;
    }
  }

  /** The constants of an enum, by name. */
  record Choice(Map<String, Object> constants) implements ValueType {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = PayloadJson.NODES.objectNode().put("type", "string");
      constants.keySet().forEach(schema.putArray("enum")::add);
      return schema;
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      Object constant = node.isTextual() ? constants.get(node.textValue()) : null;
      if (constant == null) {
        payloadErrors.addWrongValue(path, node, "one of " + constants.keySet());
      }
      return constant;
    }

    @Override
    public boolean isText() {
      return true;
    }
  }

  /** True or false. */
  record Bool() implements ValueType {
    @Override
    public ObjectNode schema() {
      return PayloadJson.NODES.objectNode().put("type", "boolean");
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      if (!node.isBoolean()) {
        return payloadErrors.addWrongValue(path, node, "true or false");
      }
      return node.booleanValue();
    }
  }

  /** A whole number within limits. As in JSON Schema, 5.0 is a whole number. */
  record Whole(long min, long max, Function<Long, Object> narrow) implements ValueType {
    @Override
    public ObjectNode schema() {
      return PayloadJson.NODES
          .objectNode()
          .put("type", "integer")
          .put("minimum", min)
          .put("maximum", max);
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      if (node.isNumber()) {
        BigDecimal value = node.decimalValue();
        // The range is checked first, so that 1e999999999 is not expanded.
        if (value.compareTo(BigDecimal.valueOf(min)) >= 0
            && value.compareTo(BigDecimal.valueOf(max)) <= 0
            && value.stripTrailingZeros().scale() <= 0) {
          return narrow.apply(value.longValueExact());
        }
      }
      return payloadErrors.addWrongValue(path, node, "a whole number from " + min + " to " + max);
    }
  }

  /**
   * A number.
   *
   * @param max the largest absolute value of the Java type; null means no limit
   */
  record Decimal(@Nullable BigDecimal max, Function<BigDecimal, Object> narrow)
      implements ValueType {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = PayloadJson.NODES.objectNode().put("type", "number");
      return max == null ? schema : schema.put("minimum", max.negate()).put("maximum", max);
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      if (node.isNumber() && (max == null || node.decimalValue().abs().compareTo(max) <= 0)) {
        return narrow.apply(node.decimalValue());
      }
      return payloadErrors.addWrongValue(
          path, node, max == null ? "a number" : "a number up to " + max);
    }
  }

  /** A list, set or array. */
  record Sequence(ValueType member, boolean distinct, Function<List<Object>, Object> collect)
      implements ValueType {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = PayloadJson.NODES.objectNode().put("type", "array");
      schema.set("items", member.schema());
      return distinct ? schema.put("uniqueItems", true) : schema;
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      if (!node.isArray()) {
        return payloadErrors.addWrongValue(path, node, "a list");
      }
      int before = payloadErrors.count();
      Collection<Object> values = distinct ? new LinkedHashSet<>() : new ArrayList<>();
      for (int i = 0; i < node.size(); i++) {
        Object value = member.read(node.get(i), path.element(i), payloadErrors);
        if (!values.add(value) && payloadErrors.count() == before) {
          payloadErrors.addWrongValue(path.element(i), node.get(i), "members that all differ");
        }
      }
      return payloadErrors.count() > before ? null : collect.apply(new ArrayList<>(values));
    }
  }

  /** A map with text keys. */
  record Mapping(ValueType member) implements ValueType {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = PayloadJson.NODES.objectNode().put("type", "object");
      schema.set("additionalProperties", member.schema());
      return schema;
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      if (!node.isObject()) {
        return payloadErrors.addWrongValue(path, node, "an object");
      }
      Map<String, Object> values = new LinkedHashMap<>();
      node.properties()
          .forEach(entry ->
              values.put(
                  entry.getKey(),
                  member.read(entry.getValue(), path.member(entry.getKey()), payloadErrors)));
      return Collections.unmodifiableMap(values);
    }
  }

  /** Any JSON value. */
  record Anything(Function<JsonNode, Object> unwrap) implements ValueType {
    @Override
    public ObjectNode schema() {
      return PayloadJson.NODES.objectNode();
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      return unwrap.apply(node);
    }
  }

  /**
   * A value that may be null in JSON. A component of type {@code Optional} then gets the empty
   * optional.
   */
  record Maybe(ValueType type, boolean optional) implements ValueType {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = type.schema();
      if (schema.has("type")) {
        String name = schema.get("type").textValue();
        schema.set("type", PayloadJson.NODES.arrayNode().add(name).add("null"));
      }
      if (schema.has("enum")) {
        schema.withArray("enum").addNull();
      }
      return schema;
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      Object value = node.isNull() ? null : type.read(node, path, payloadErrors);
      return optional ? Optional.ofNullable(value) : value;
    }

    @Override
    public boolean isText() {
      return type.isText();
    }
  }

  /** An object with known members. */
  record Structure(RecordShape shape) implements ValueType {
    @Override
    public ObjectNode schema() {
      return shape.schema();
    }

    @Override
    public @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
      return shape.read(node, path, payloadErrors);
    }
  }
}
