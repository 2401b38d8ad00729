// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.util.List;

/**
 * The name under which atoms provide and require a value, and the type of that value. Values are
 * passed on as JSON, so that a resumed flow sees exactly the same values as an undisturbed flow.
 *
 * @param name unique in its flow; at most {@value #MAX_LENGTH} characters
 * @param type the Java type as which the JSON is read
 */
@SuppressWarnings("UnusedTypeParameter") // Only the compiler uses T.
public record Symbol<T>(String name, JavaType type) {

  static final int MAX_LENGTH = 200;

  public Symbol {
    FlowNames.check("symbol", name);
  }

  /** Creates a symbol for values of a class without type parameters. */
  public static <T> Symbol<T> of(String name, Class<T> type) {
    return new Symbol<>(name, TypeFactory.defaultInstance().constructType(type));
  }

  /** Creates a symbol for any type, such as {@code new TypeReference<Map<String, Long>>() {}}. */
  public static <T> Symbol<T> of(String name, TypeReference<T> type) {
    return new Symbol<>(name, TypeFactory.defaultInstance().constructType(type));
  }

  /** Creates a symbol for lists. */
  public static <E> Symbol<List<E>> list(String name, Class<E> element) {
    return new Symbol<>(
        name, TypeFactory.defaultInstance().constructCollectionType(List.class, element));
  }

  /** Creates a symbol for any JSON value. */
  public static Symbol<JsonNode> json(String name) {
    return of(name, JsonNode.class);
  }

  /** Whether a value that is provided under one symbol can be required under the other. */
  public boolean fits(Symbol<?> other) {
    return isOpen() || other.isOpen() || type.equals(other.type);
  }

  private boolean isOpen() {
    return type.hasRawClass(Object.class) || JsonNode.class.isAssignableFrom(type.getRawClass());
  }

  @Override
  public String toString() {
    return name;
  }
}
