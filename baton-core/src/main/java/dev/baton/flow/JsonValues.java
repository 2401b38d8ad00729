// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts between Java values and JSON. Values of symbols, results of atoms and injected values
 * are stored and passed on as JSON.
 */
public final class JsonValues {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Duration.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new FromText<>(Instant.class, Instant::parse))
                  .addDeserializer(Duration.class, new FromText<>(Duration.class, Duration::parse)))
          .build();

  private static final StorableTypeCheck STORABLE = new StorableTypeCheck(MAPPER);

  private JsonValues() {}

  /**
   * Converts a value to JSON.
   *
   * @throws InvalidInputException if the value cannot be written as JSON
   */
  public static JsonNode write(@Nullable Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case null -> nodes.nullNode();
      case JsonNode node -> node;
      case String text -> nodes.textNode(text);
      case Boolean truth -> nodes.booleanNode(truth);
      case Integer number -> nodes.numberNode(number);
      case Long number -> nodes.numberNode(number);
      default -> tree(value);
    };
  }

  /**
   * Converts JSON to a value of the given type.
   *
   * @return null for JSON null, unless the type is a {@link JsonNode}
   * @throws InvalidInputException if the JSON cannot be read as the type
   */
  // The compiler cannot check T, but callers pass the type of a symbol of T.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <T> @Nullable T read(JsonNode json, JavaType type) {
    if (type.isTypeOrSuperTypeOf(json.getClass()) && !type.hasRawClass(Object.class)) {
      return (T) json;
    }
    try {
      return json.isNull() ? null : MAPPER.readerFor(type).readValue(json);
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          "a value of type "
              + json.getNodeType()
              + " cannot be read as "
              + type.toCanonical()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Returns the value as it is after it was written as text and read again. Java objects and bytes
   * in the value become JSON, and numbers that JSON does not have, such as NaN, become texts.
   *
   * @throws InvalidInputException if the value cannot be written as JSON
   */
  public static JsonNode reread(JsonNode value) {
    try {
      return MAPPER.readTree(MAPPER.writeValueAsBytes(value));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw unwritable(value, e);
    }
  }

  /**
   * Returns the reason why values of a type cannot be stored and read back; empty if nothing in the
   * type prevents it.
   */
  public static Optional<String> whyNotStorable(JavaType type) {
    return STORABLE.whyNotStorable(type);
  }

  private static JsonNode tree(Object value) {
    try {
      return MAPPER.valueToTree(value);
    } catch (RuntimeException | StackOverflowError e) {
      throw unwritable(value, e);
    }
  }

  private static InvalidInputException unwritable(Object value, Throwable e) {
    return new InvalidInputException(
        "a value of class '" + value.getClass().getName() + "' cannot be written as JSON: " + e, e);
  }

  private static final class FromText<T> extends FromStringDeserializer<T> {
    private static final long serialVersionUID = 1;
    // Need not be serialisable, because no mapper with this deserialiser is ever serialised.
    private final transient Function<String, T> parse;

    FromText(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    protected T _deserialize(
        String text, com.fasterxml.jackson.databind.DeserializationContext context) {
      return parse.apply(text);
    }
  }
}
