// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an action, defined by a record class. Provides their JSON Schema, their list
 * for a command line, and the conversion of a payload to a record. Immutable.
 *
 * @param <P> the record type
 */
public final class ActionParameters<P extends Record> {
  static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private final Class<P> type;
  private final RecordShape shape;

  private ActionParameters(Class<P> type, RecordShape shape) {
    this.type = type;
    this.shape = shape;
  }

  /**
   * Reads a record class. The components may be of type {@code String}, {@code boolean}, {@code
   * int}, {@code long}, {@code double}, {@code BigDecimal}, enums, {@code Duration}, {@code
   * Instant}, {@code Path}, {@code URI}, {@code JsonNode}, {@code Object} and records, and lists,
   * sets, arrays, optionals and maps with text keys of these types.
   *
   * @throws InvalidInputException if a component has another type, or its {@link Default} does not
   *     match its type
   */
  public static <P extends Record> ActionParameters<P> of(Class<P> type) {
    if (!type.isRecord()) {
      throw new InvalidInputException(type.getName() + " is not a record");
    }
    return new ActionParameters<>(type, RecordShape.of(type, "", List.of()));
  }

  /** The record class. */
  public Class<P> type() {
    return type;
  }

  /** Creates a JSON Schema (2020-12) that accepts the same payloads as {@link #parse}. */
  public JsonNode schema() {
    ObjectNode schema = PayloadJson.NODES.objectNode().put("$schema", DIALECT);
    return schema.setAll(shape.schema());
  }

  /** The parameters in the order of the record's components. */
  public List<ActionParameter> list() {
    return shape.members().stream()
        .map(component ->
            new ActionParameter(
                component.name(),
                component.doc(),
                component.schema(),
                component.isRequired(),
                component.defaultValue()))
        .toList();
  }

  /**
   * Converts a payload to a record.
   *
   * @param payload the JSON text of an object; null counts as {@code {}}
   * @throws InvalidInputException if the payload is invalid; the message lists all problems, one
   *     per line
   */
  public P parse(@Nullable String payload) {
    JsonNode node =
        payload == null ? PayloadJson.NODES.objectNode() : PayloadJson.read("payload", payload);
    PayloadErrors payloadErrors = new PayloadErrors();
    Object parsed = shape.read(node, ValuePath.PAYLOAD, payloadErrors);
    payloadErrors.throwIfAny();
    return type.cast(Objects.requireNonNull(parsed));
  }
}
