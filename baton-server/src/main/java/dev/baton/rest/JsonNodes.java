// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON documents of resources. */
final class JsonNodes {

  private static final int MAX_TEXT_LENGTH = 10_000;

  private JsonNodes() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /** Adds a property to the properties of a JSON Schema, and returns it. */
  static ObjectNode property(ObjectNode properties, String name, String type, String description) {
    return properties.putObject(name).put("type", type).put("description", description);
  }

  /** Sets an attribute, or leaves it out if the value is null. */
  static void put(ObjectNode doc, String attribute, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Instant instant -> doc.put(attribute, Timestamps.write(instant));
      case Integer number -> doc.put(attribute, number);
      case Long number -> doc.put(attribute, number);
      case Boolean bool -> doc.put(attribute, bool);
      case JsonNode node -> doc.set(attribute, node);
      default -> doc.put(attribute, value.toString());
    }
  }

  /**
   * The document reduced to its id and the selected attributes. The whole document if nothing is
   * selected.
   */
  static ObjectNode select(ObjectNode doc, Set<String> attributes) {
    if (attributes.isEmpty()) {
      return doc;
    }
    ObjectNode selected = object();
    doc.properties()
        .forEach(entry -> {
          if (entry.getKey().equals("id") || attributes.contains(entry.getKey())) {
            selected.set(entry.getKey(), entry.getValue());
          }
        });
    return selected;
  }

  /** Rejects documents with attributes that are not allowed. */
  static void refuseUnknown(ObjectNode doc, String what, Set<String> allowed) {
    doc.fieldNames()
        .forEachRemaining(name -> {
          if (!allowed.contains(name)) {
            String shown = InputBounds.shown(name);
            throw new InvalidInputException(
                what + " has no attribute '" + shown + "'; allowed: " + String.join(", ", allowed));
          }
        });
  }

  /** The text of a required attribute. */
  static String text(ObjectNode doc, String attribute) {
    return textIn(doc, attribute)
        .orElseThrow(() -> new InvalidInputException("attribute '" + attribute + "' is missing"));
  }

  /** The text of an optional attribute. A present text must not be blank. */
  static Optional<String> textIn(ObjectNode doc, String attribute) {
    JsonNode node = doc.get(attribute);
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw new InvalidInputException("attribute '" + attribute + "' must be a text, not blank");
    }
    if (node.textValue().length() > MAX_TEXT_LENGTH) {
      throw new InvalidInputException(
          "attribute '" + attribute + "' is longer than the " + MAX_TEXT_LENGTH + " allowed");
    }
    return Optional.of(node.textValue());
  }

  static @Nullable Boolean boolOrNull(ObjectNode doc, String attribute) {
    JsonNode node = doc.get(attribute);
    if (node == null) {
      return null;
    }
    if (!node.isBoolean()) {
      throw new InvalidInputException("attribute '" + attribute + "' must be true or false");
    }
    return node.booleanValue();
  }
}
