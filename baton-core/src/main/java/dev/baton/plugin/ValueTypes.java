// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the {@link ValueType} of a Java type. */
final class ValueTypes {
  private static final String SUPPORTED =
      "String, boolean, int, long, double, BigDecimal, enums, Duration, Instant, Path, URI,"
          + " JsonNode, Object, records, and Optional, List, Set, Map<String, ?> and arrays of"
          + " these";

  private static final ValueType INT =
      new ValueType.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
  private static final ValueType LONG =
      new ValueType.Whole(Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
  private static final ValueType DOUBLE =
      new ValueType.Decimal(new BigDecimal("1.7976931348623157e308"), BigDecimal::doubleValue);
  private static final ValueType BOOL = new ValueType.Bool();

  private static final Map<Class<?>, ValueType> SIMPLE =
      Map.ofEntries(
          Map.entry(String.class, new ValueType.Text(null, "text", text -> text)),
          Map.entry(boolean.class, BOOL),
          Map.entry(Boolean.class, BOOL),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(BigDecimal.class, new ValueType.Decimal(null, value -> value)),
          Map.entry(
              Duration.class,
              new ValueType.Text(
                  "duration",
                  "an ISO-8601 duration such as \"PT5M\" or \"P7D\", up to P36500D",
                  text ->
                      InputBounds.duration(
                          "the duration",
                          Duration.parse(text),
                          InputBounds.LONGEST_DURATION.negated(),
                          InputBounds.LONGEST_DURATION))),
          Map.entry(
              Instant.class,
              new ValueType.Text(
                  "date-time",
                  "a date and time such as \"2026-01-31T12:00:00Z\", in the years 1 to 9999",
                  ValueTypes::moment)),
          Map.entry(Path.class, new ValueType.Text(null, "a file path", Path::of)),
          Map.entry(URI.class, new ValueType.Text("uri-reference", "a URI", URI::create)),
          Map.entry(JsonNode.class, new ValueType.Anything(node -> node)),
          Map.entry(Object.class, new ValueType.Anything(PayloadJson::plain)));

  private ValueTypes() {}

  private static Instant moment(String text) {
    Instant moment = OffsetDateTime.parse(text).toInstant();
    InputBounds.moment("the time", moment);
    return moment;
  }

  /**
   * Finds the type of a component.
   *
   * @param path the path of the component, for messages
   * @param outer the enclosing records, to detect a record that contains itself
   */
  static ValueType of(Type type, String path, List<Class<?>> outer) {
    return switch (type) {
      case Class<?> raw -> ofClass(raw, path, outer);
      case ParameterizedType generic -> ofGeneric(generic, path, outer);
      case GenericArrayType array -> {
        ValueType member = of(array.getGenericComponentType(), path, outer);
        yield arrayOf(rawClass(array.getGenericComponentType(), path), member);
      }
      default -> throw unsupported(type, path);
    };
  }

  private static ValueType ofClass(Class<?> type, String path, List<Class<?>> outer) {
    ValueType simple = SIMPLE.get(type);
    if (simple != null) {
      return simple;
    }
    if (type.isEnum()) {
      return choice(type);
    }
    if (type.isArray()) {
      return arrayOf(type.getComponentType(), of(type.getComponentType(), path, outer));
    }
    if (type.isRecord()) {
      return new ValueType.Structure(RecordShape.of(type, path, outer));
    }
    throw unsupported(type, path);
  }

  private static ValueType ofGeneric(ParameterizedType type, String path, List<Class<?>> outer) {
    Type[] arguments = type.getActualTypeArguments();
    Type last = arguments[arguments.length - 1];
    Class<?> raw = rawClass(type, path);
    if (raw == List.class) {
      return new ValueType.Sequence(of(last, path, outer), false, Collections::unmodifiableList);
    }
    if (raw == Set.class) {
      return new ValueType.Sequence(
          of(last, path, outer),
          true,
          values -> Collections.unmodifiableSet(new LinkedHashSet<>(values)));
    }
    if (raw == Map.class && arguments[0] == String.class) {
      return new ValueType.Mapping(of(last, path, outer));
    }
    if (raw == Optional.class) {
      return new ValueType.Maybe(of(last, path, outer), true);
    }
    throw unsupported(type, path);
  }

  private static Class<?> rawClass(Type type, String path) {
    return switch (type) {
      case Class<?> raw -> raw;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      default -> throw unsupported(type, path);
    };
  }

  private static ValueType arrayOf(Class<?> memberClass, ValueType member) {
    return new ValueType.Sequence(
        member,
        false,
        values -> {
          Object array = Array.newInstance(memberClass, values.size());
          for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
          }
          return array;
        });
  }

  private static ValueType choice(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants())
        .forEach(constant -> constants.put(((Enum<?>) constant).name(), constant));
    return new ValueType.Choice(constants);
  }

  private static InvalidInputException unsupported(Type type, String path) {
    return new InvalidInputException(
        "parameter '"
            + path
            + "' has the type "
            + type.getTypeName()
            + "; supported: "
            + SUPPORTED);
  }
}
