// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.ResourceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts JSON and other text to and from the form in columns. Empty collections are stored as
 * null, unless the name of the method ends with "OrEmpty".
 */
final class JsonText {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HREF = "href";

  private JsonText() {}

  /** Replaces characters that PostgreSQL cannot store: NUL and single halves of surrogate pairs. */
  static @Nullable String clean(@Nullable String text) {
    if (text == null || isClean(text)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(isStorable(c) ? c : 0xfffd));
    return clean.toString();
  }

  private static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return text.codePoints().allMatch(JsonText::isStorable);
      }
    }
    return true;
  }

  private static boolean isStorable(int codePoint) {
    return codePoint != 0 && (codePoint < 0xd800 || codePoint > 0xdfff);
  }

  static @Nullable String of(@Nullable JsonNode node) {
    return node == null ? null : clean(node.toString());
  }

  static @Nullable JsonNode parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column of the database does not contain valid JSON", e);
    }
  }

  /** Returns a JSON array of texts; null if there are no texts. */
  static @Nullable String texts(Collection<?> values) {
    return values.isEmpty() ? null : textsOrEmpty(values);
  }

  static String textsOrEmpty(Collection<?> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> array.add(clean(value.toString())));
    return array.toString();
  }

  static List<String> parseTexts(@Nullable String text) {
    JsonNode array = parse(text);
    List<String> values = new ArrayList<>();
    if (array != null) {
      array.forEach(value -> values.add(value.asText()));
    }
    return values;
  }

  static @Nullable String members(Map<String, JsonNode> members) {
    return members.isEmpty() ? null : of(object(members));
  }

  static Map<String, JsonNode> parseMembers(@Nullable String text) {
    Map<String, JsonNode> members = new HashMap<>();
    JsonNode object = parse(text);
    if (object != null) {
      object.properties().forEach(entry -> members.put(entry.getKey(), entry.getValue()));
    }
    return members;
  }

  static @Nullable String labels(Map<String, String> labels) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    labels.forEach(object::put);
    return labels.isEmpty() ? null : of(object);
  }

  static SortedMap<String, String> parseLabels(@Nullable String text) {
    SortedMap<String, String> labels = new TreeMap<>();
    parseMembers(text).forEach((key, value) -> labels.put(key, value.asText()));
    return labels;
  }

  static @Nullable String refs(List<ResourceRef> refs) {
    return refs.isEmpty() ? null : refsOrEmpty(refs);
  }

  static @Nullable String refsOrEmpty(List<ResourceRef> refs) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    refs.forEach(ref -> array.add(object(ref.more()).put(HREF, ref.href())));
    return of(array);
  }

  static List<ResourceRef> parseRefs(@Nullable String text) {
    List<ResourceRef> refs = new ArrayList<>();
    JsonNode array = parse(text);
    if (array != null) {
      for (JsonNode node : array) {
        Map<String, JsonNode> more = new HashMap<>();
        node.properties().forEach(entry -> more.put(entry.getKey(), entry.getValue()));
        more.remove(HREF);
        refs.add(new ResourceRef(node.path(HREF).asText(), more));
      }
    }
    return refs;
  }

  private static ObjectNode object(Map<String, JsonNode> members) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.setAll(members);
    return object;
  }
}
