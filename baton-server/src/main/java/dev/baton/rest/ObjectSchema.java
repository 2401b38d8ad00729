// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Builds the JSON Schema of a document. Every property is required unless its method says that it
 * is optional. Not thread-safe.
 */
final class ObjectSchema {

  private final ObjectNode schema = JsonNodes.object().put("type", "object");
  private final ObjectNode properties = schema.putObject("properties");

  /** Adds a text. */
  ObjectSchema text(String name, String description) {
    return with(name, description, type("string"));
  }

  /** Adds a whole number. */
  ObjectSchema number(String name, String description) {
    return with(name, description, type("integer"));
  }

  /** Adds a value that is true or false. */
  ObjectSchema bool(String name, String description) {
    return with(name, description, type("boolean"));
  }

  /** Adds a time, such as {@code 2026-12-01T09:00:00.000Z}. */
  ObjectSchema time(String name, String description) {
    return with(name, description, timeType());
  }

  /** Adds a property with another schema. */
  ObjectSchema with(String name, String description, JsonNode propertySchema) {
    schema.withArray("required").add(name);
    return optional(name, description, propertySchema);
  }

  /** Adds a property that may be missing and whose name says what it is. */
  ObjectSchema optional(String name, JsonNode propertySchema) {
    properties.set(name, propertySchema.deepCopy());
    return this;
  }

  /** Adds a property that may be missing. */
  ObjectSchema optional(String name, String description, JsonNode propertySchema) {
    ObjectNode described = propertySchema.deepCopy();
    properties.set(name, described.put("description", description));
    return this;
  }

  /** Adds the properties of another schema. */
  ObjectSchema all(ObjectNode other) {
    other.path("required").forEach(name -> schema.withArray("required").add(name));
    properties.setAll((ObjectNode) other.path("properties"));
    return this;
  }

  ObjectNode build() {
    return schema;
  }

  static ObjectNode type(String name) {
    return JsonNodes.object().put("type", name);
  }

  /** The schema of a value of this type or null. */
  static ObjectNode nullable(String name) {
    ObjectNode schema = JsonNodes.object();
    schema.putArray("type").add(name).add("null");
    return schema;
  }

  static ObjectNode timeType() {
    return type("string").put("format", "date-time");
  }

  static ObjectNode texts(List<String> allowed) {
    ObjectNode schema = type("string");
    schema.set("enum", JsonNodes.texts(allowed));
    return schema;
  }

  static ObjectNode list(JsonNode items) {
    ObjectNode schema = type("array");
    schema.set("items", items);
    return schema;
  }

  /** The schema of an object whose members have any names and this schema. */
  static ObjectNode map(JsonNode values) {
    ObjectNode schema = type("object");
    schema.set("additionalProperties", values);
    return schema;
  }
}
