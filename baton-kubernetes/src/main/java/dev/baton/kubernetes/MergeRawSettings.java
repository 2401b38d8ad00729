// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges raw settings into a manifest: objects are merged field by field, null removes a field,
 * lists of elements with names are merged by name, and every other value replaces the old value.
 */
final class MergeRawSettings {

  private MergeRawSettings() {}

  static void into(ObjectNode target, ObjectNode raw) {
    for (Map.Entry<String, JsonNode> entry : raw.properties()) {
      String field = entry.getKey();
      JsonNode value = entry.getValue();
      JsonNode old = target.path(field);
      if (value.isNull()) {
        target.remove(field);
      } else if (value instanceof ObjectNode more && old instanceof ObjectNode known) {
        into(known, more);
      } else if (value instanceof ArrayNode more && old instanceof ArrayNode known) {
        target.set(field, merged(field, known, more));
      } else {
        target.set(field, value.deepCopy());
      }
    }
  }

  private static ArrayNode merged(String field, ArrayNode old, ArrayNode more) {
    String key = field.equals("volumeMounts") ? "mountPath" : "name";
    if (!isKeyed(old, key) || !isKeyed(more, key)) {
      return more.deepCopy();
    }
    ArrayNode merged = old.deepCopy();
    for (JsonNode element : more) {
      ObjectNode known = find(merged, key, element.path(key));
      if (known == null) {
        merged.add(element.deepCopy());
      } else {
        into(known, (ObjectNode) element);
      }
    }
    return merged;
  }

  private static boolean isKeyed(ArrayNode list, String key) {
    for (JsonNode element : list) {
      if (!element.path(key).isTextual()) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable ObjectNode find(ArrayNode list, String key, JsonNode value) {
    for (JsonNode element : list) {
      if (element.path(key).equals(value) && element instanceof ObjectNode object) {
        return object;
      }
    }
    return null;
  }
}
