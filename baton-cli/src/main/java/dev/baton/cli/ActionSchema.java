// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.error.DidYouMean;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.service.Durations;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one action, from its JSON Schema. Converts parameters to flags, and texts from
 * the command line to JSON values.
 *
 * @param document the action as the API returns it
 */
record ActionSchema(JsonNode document) {

  /**
   * One parameter of the action.
   *
   * @param name the name in the payload
   * @param type the JSON type: string, integer, number, boolean, array or object; empty if any type
   *     is allowed
   */
  record SchemaParameter(String name, String type, JsonNode schema, boolean isRequired) {

    /**
     * The flag of the parameter, such as {@code --exit-code} for {@code exitCode} and {@code
     * exit_code}.
     */
    String flag() {
      String words = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-');
      return "--" + words.toLowerCase(Locale.ROOT);
    }

    /** Returns the description of the parameter for the help: one line, with type and default. */
    String description() {
      StringBuilder text = new StringBuilder(schema.path("description").asText(""));
      text.append(text.isEmpty() ? "(" : " (").append(typeWord());
      if (schema.has("enum")) {
        text.append(": ").append(String.join(", ", texts(schema.get("enum"))));
      }
      if (schema.has("default")) {
        text.append("; default: ").append(plain(schema.get("default")));
      } else if (isRequired) {
        text.append("; required");
      }
      return text.append(")").toString();
    }

    /** Whether the parameter maps arbitrary keys to values of one type. */
    boolean isMap() {
      return type.equals("object") && schema.path("additionalProperties").isObject();
    }

    private String typeWord() {
      if (isMap()) {
        return "KEY=VALUE, may be repeated, or a JSON object";
      }
      return type.isEmpty() ? "JSON" : type;
    }

    /** Converts the text to the JSON value of this parameter. */
    JsonNode value(String text) {
      return ActionSchema.value(name, type, schema, text);
    }

    /**
     * Combines several texts into one value. For a list, each text is a member or a JSON list. For
     * a map, each text is a {@code key=value} pair or a JSON object, and later values replace
     * earlier values of the same key. For any other type, the last text counts.
     */
    JsonNode value(List<String> texts) {
      if (isMap()) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        texts.forEach(text -> all.setAll((ObjectNode) value(text)));
        return all;
      }
      if (!type.equals("array")) {
        return value(texts.getLast());
      }
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      texts.forEach(text -> value(text).forEach(all::add));
      return all;
    }
  }

  String name() {
    return document.path("name").asText();
  }

  /**
   * Requests the schema of the action from the server.
   *
   * @throws NotFoundException if the server does not know the action; the message suggests a
   *     similar name
   */
  static ActionSchema fetch(ApiClient apiClient, String action) throws InterruptedException {
    return fetch(apiClient, action, false);
  }

  /**
   * Like {@link #fetch(ApiClient, String)}, but returns an empty schema for an unknown action if
   * {@code allowsUnknown} is set or the server accepts unknown actions.
   */
  static ActionSchema fetchOrUnknown(ApiClient apiClient, String action, boolean allowsUnknown)
      throws InterruptedException {
    try {
      return fetch(apiClient, action, true);
    } catch (NotFoundException e) {
      if (allowsUnknown || acceptsUnknown(apiClient)) {
        return new ActionSchema(ApiClient.JSON.createObjectNode().put("name", action));
      }
      throw e;
    }
  }

  /**
   * Whether the server accepts jobs for unknown actions. A CIMI server that is not Baton's has no
   * list of actions. This method returns true for such a server, because the server checks the
   * action itself when the job is posted.
   */
  private static boolean acceptsUnknown(ApiClient apiClient) throws InterruptedException {
    try {
      return apiClient.get("action", Map.of("last", "0")).path("accepts-unknown").asBoolean();
    } catch (NotFoundException e) {
      return true;
    }
  }

  private static ActionSchema fetch(ApiClient apiClient, String action, boolean forPost)
      throws InterruptedException {
    try {
      return new ActionSchema(apiClient.get("action/" + ApiClient.encoded(action)));
    } catch (NotFoundException e) {
      JsonNode actions = apiClient.get("action").path("resources");
      List<String> known = actions.valueStream().map(each -> each.path("name").asText()).toList();
      throw new NotFoundException(
          "there is no action '"
              + action
              + "'"
              + DidYouMean.suffix(known, action)
              + " ('baton action list' shows all"
              + (forPost ? "; --unknown-action allow posts it anyway)" : ")"),
          e);
    }
  }

  List<SchemaParameter> parameters() {
    List<String> required = texts(document.path("schema").path("required"));
    return document.path("schema").path("properties").properties().stream()
        .map(entry -> parameter(entry, required.contains(entry.getKey())))
        .toList();
  }

  /**
   * Returns the parameter with this name.
   *
   * @throws InvalidInputException if the action has no such parameter; the message suggests a
   *     similar name
   */
  SchemaParameter parameter(String name) {
    List<SchemaParameter> all = parameters();
    Optional<SchemaParameter> found =
        all.stream().filter(each -> each.name().equals(name)).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    if (document.path("schema").path("additionalProperties").asBoolean(all.isEmpty())) {
      return new SchemaParameter(name, "", JsonNodeFactory.instance.objectNode(), false);
    }
    List<String> names = all.stream().map(SchemaParameter::name).toList();
    throw new InvalidInputException(
        "action '"
            + document.path("name").asText()
            + "' has no parameter '"
            + name
            + "'"
            + DidYouMean.suffix(names, name)
            + " (it has: "
            + String.join(", ", names)
            + ")");
  }

  /** Returns the parameter that takes the arguments after {@code --}: the first list parameter. */
  SchemaParameter listParameter() {
    return parameters().stream()
        .filter(schemaParameter -> schemaParameter.type().equals("array"))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInputException(
                "action '"
                    + document.path("name").asText()
                    + "' has no parameter that takes the words after '--'"));
  }

  private static SchemaParameter parameter(Map.Entry<String, JsonNode> entry, boolean isRequired) {
    return new SchemaParameter(
        entry.getKey(), type(entry.getValue()), entry.getValue(), isRequired);
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return type.textValue();
    }
    return texts(type).stream().filter(word -> !word.equals("null")).findFirst().orElse("");
  }

  private static JsonNode value(String name, String type, JsonNode schema, String text) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (type) {
      case "string" ->
          json.textNode(
              schema.path("format").asText().equals("duration") ? duration(name, text) : text);
      case "array" -> array(name, schema, text);
      case "object" -> object(name, schema, text);
      case "boolean", "integer", "number" -> {
        JsonNode value = parsed(text);
        if (value == null || !fits(type, value)) {
          throw new InvalidInputException(
              "parameter '" + name + "' is '" + text + "'; expected " + article(type));
        }
        yield value;
      }
      default -> {
        JsonNode value = parsed(text);
        yield value == null ? json.textNode(text) : value;
      }
    };
  }

  private static JsonNode array(String name, JsonNode schema, String text) {
    JsonNode whole = text.strip().startsWith("[") ? parsed(text) : null;
    if (whole != null) {
      return whole;
    }
    JsonNode items = schema.path("items");
    return JsonNodeFactory.instance.arrayNode().add(value(name, type(items), items, text));
  }

  /** Parses a JSON object or, if any keys are allowed, one KEY=VALUE. */
  private static JsonNode object(String name, JsonNode schema, String text) {
    JsonNode whole = text.strip().startsWith("{") ? parsed(text) : null;
    if (whole != null && whole.isObject()) {
      return whole;
    }
    JsonNode member = schema.path("additionalProperties");
    int equals = text.indexOf('=');
    if (member.isObject() && equals > 0 && !text.strip().startsWith("{")) {
      String key = text.substring(0, equals);
      JsonNode value = value(name + "." + key, type(member), member, text.substring(equals + 1));
      return JsonNodeFactory.instance.objectNode().set(key, value);
    }
    throw new InvalidInputException(
        "parameter '"
            + name
            + "' is '"
            + text
            + "'; expected "
            + (member.isObject() ? "KEY=VALUE or " : "")
            + "a JSON object such as {\"name\": \"value\"}");
  }

  private static String duration(String name, String text) {
    try {
      return Durations.parse(text).toString();
    } catch (InvalidInputException e) {
      throw new InvalidInputException("parameter '" + name + "': " + e.getMessage(), e);
    }
  }

  private static @Nullable JsonNode parsed(String text) {
    try {
      return text.isBlank() ? null : ApiClient.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static boolean fits(String type, JsonNode value) {
    return switch (type) {
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      default -> value.isNumber();
    };
  }

  private static String article(String type) {
    return switch (type) {
      case "boolean" -> "true or false";
      case "integer" -> "a whole number";
      default -> "a number";
    };
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(ActionSchema::plain).toList();
  }

  private static String plain(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
