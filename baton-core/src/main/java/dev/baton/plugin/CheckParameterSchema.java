// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.service.ControlCharacters;
import java.util.Map;
import java.util.Set;

/**
 * Checks that a JSON Schema from another process has the form of {@link ActionParameters#schema}.
 * Such a schema contains no references and no regular expressions, so its evaluation takes only
 * time that is linear in the payload.
 */
public final class CheckParameterSchema {

  private static final int MAX_DEPTH = 50;
  private static final int MAX_NAME_LENGTH = 255;
  private static final Set<String> TYPES =
      Set.of("string", "boolean", "integer", "number", "array", "object");
  private static final Set<String> FORMATS = Set.of("duration", "date-time", "uri-reference");
  private static final String KEYWORDS =
      "type, format, enum, minimum, maximum, items, uniqueItems, properties, required,"
          + " additionalProperties, description, default";

  private CheckParameterSchema() {}

  /**
   * Checks a schema.
   *
   * @throws InvalidInputException if the schema has another form; the message names the place in
   *     the schema and the allowed values
   */
  public static void check(JsonNode schema) {
    check(schema, "schema", 0);
  }

  private static void check(JsonNode schema, String path, int depth) {
    if (!schema.isObject()) {
      throw refused(path, schema, "an object");
    }
    if (depth > MAX_DEPTH) {
      throw new InvalidInputException(
          "the schema is nested too deeply; allowed: " + MAX_DEPTH + " levels");
    }
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      checkMember(member.getKey(), member.getValue(), path, depth);
    }
  }

  private static void checkMember(String keyword, JsonNode value, String outer, int depth) {
    String path = outer + "." + keyword;
    switch (keyword) {
      case "$schema" ->
          expect(isDialect(value, depth), path, value, ActionParameters.DIALECT + ", at the top");
      case "type" -> expect(isType(value), path, value, "a type, or a type and null");
      case "format" -> expect(isOneOf(FORMATS, value), path, value, "one of " + FORMATS);
      case "enum" -> checkTexts(value, true, path);
      case "required" -> checkTexts(value, false, path);
      case "minimum", "maximum" -> expect(value.isNumber(), path, value, "a number");
      case "uniqueItems" -> expect(value.isBoolean(), path, value, "true or false");
      case "description" -> checkDescription(value, path);
      case "default" -> {} // Any value is allowed, because nothing evaluates it.
      case "items" -> check(value, path, depth + 1);
      case "additionalProperties" -> {
        if (!value.isBoolean()) {
          check(value, path, depth + 1);
        }
      }
      case "properties" -> checkProperties(value, path, depth);
      default ->
          throw new InvalidInputException(
              "'"
                  + shown(outer)
                  + "' has the keyword '"
                  + shown(keyword)
                  + "'; allowed in schemas of parameters: "
                  + KEYWORDS);
    }
  }

  private static void checkProperties(JsonNode value, String path, int depth) {
    expect(value.isObject(), path, value, "an object");
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String name = property.getKey();
      String control = ControlCharacters.firstInName(name);
      if (control != null || name.length() > MAX_NAME_LENGTH) {
        throw new InvalidInputException(
            "'"
                + shown(path)
                + "' has a name with "
                + (control == null ? name.length() + " characters" : "the character " + control)
                + "; allowed: up to "
                + MAX_NAME_LENGTH
                + " characters, no control characters");
      }
      check(property.getValue(), path + "." + name, depth + 1);
    }
  }

  private static void checkDescription(JsonNode value, String path) {
    boolean ok = value.isTextual() && ControlCharacters.firstInText(value.textValue()) == null;
    expect(ok, path, value, "text without control characters");
  }

  private static void checkTexts(JsonNode value, boolean orNull, String path) {
    expect(value.isArray(), path, value, "a list of texts");
    for (JsonNode member : value) {
      expect(member.isTextual() || (orNull && member.isNull()), path, member, "texts");
    }
  }

  private static boolean isDialect(JsonNode value, int depth) {
    return depth == 0 && value.asText().equals(ActionParameters.DIALECT);
  }

  private static boolean isType(JsonNode value) {
    return value.isArray()
        ? value.size() == 2 && isOneOf(TYPES, value.get(0)) && value.get(1).asText().equals("null")
        : isOneOf(TYPES, value);
  }

  private static boolean isOneOf(Set<String> allowed, JsonNode value) {
    return value.isTextual() && allowed.contains(value.textValue());
  }

  private static void expect(boolean ok, String path, JsonNode value, String allowed) {
    if (!ok) {
      throw refused(path, value, allowed);
    }
  }

  private static InvalidInputException refused(String path, JsonNode value, String allowed) {
    return new InvalidInputException(
        "'" + shown(path) + "' is " + shown(value.toString()) + "; allowed: " + allowed);
  }

  private static String shown(String text) {
    return InputBounds.shown(ControlCharacters.replaced(text));
  }
}
