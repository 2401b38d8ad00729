// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts and lists the reasons why elements of a bulk job did not succeed. In the JSON document of
 * the result, the most frequent reason comes first. Not thread-safe.
 */
final class BulkReasons {
  private static final String UNKNOWN = "unknown";
  private static final String OTHER = "Other reasons";
  private static final int MAX_MESSAGE = 1000;

  private final Map<Key, Reason> reasons = new LinkedHashMap<>();

  private record Key(BulkResult.Category category, String text) {}

  private record Entry(long count, @Nullable String message) {}

  private static final class Reason {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long count;

    void list(String id, Entry entry) {
      if (entries.size() < BulkResult.MAX_LISTED || entries.containsKey(id)) {
        entries.merge(id, entry, (old, more) -> new Entry(old.count + more.count, more.message));
      }
    }
  }

  void add(
      BulkResult.Category category,
      String text,
      @Nullable String resource,
      @Nullable String message) {
    Reason reason = reason(category, text);
    reason.count++;
    reason.list(resource == null ? UNKNOWN : resource, new Entry(1, cut(message)));
  }

  void addUnlisted(BulkResult.Category category, String text, long count) {
    if (count > 0) {
      reason(category, text).count += count;
    }
  }

  long count(BulkResult.Category category) {
    return reasons.entrySet().stream()
        .filter(entry -> entry.getKey().category == category)
        .mapToLong(entry -> entry.getValue().count)
        .sum();
  }

  /** Adds the reasons from the JSON document of an earlier result. */
  void read(JsonNode nodes) {
    for (JsonNode node : nodes) {
      boolean skipped =
          node.path("category").asText().equals(BulkResult.Category.SKIPPED.apiName());
      Reason reason =
          reason(
              skipped ? BulkResult.Category.SKIPPED : BulkResult.Category.FAILED,
              node.path("reason").asText());
      reason.count += node.path("count").asLong();
      node.path("data")
          .forEach(entry ->
              reason.list(
                  entry.path("id").asText(UNKNOWN),
                  new Entry(entry.path("count").asLong(1), entry.path("message").asText(null))));
    }
  }

  ArrayNode document(int listed) {
    ArrayNode array = PayloadJson.NODES.arrayNode();
    reasons.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<Key, Reason> entry) -> entry.getValue().count)
                .reversed())
        .limit(listed)
        .forEach(entry -> array.add(document(entry.getKey(), entry.getValue(), listed)));
    return array;
  }

  private static ObjectNode document(Key key, Reason reason, int listed) {
    ObjectNode node = PayloadJson.NODES.objectNode().put("reason", key.text);
    node.put("count", reason.count).put("category", key.category.apiName());
    ArrayNode data = node.putArray("data");
    reason.entries.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Entry> entry) -> entry.getValue().count)
                .reversed())
        .limit(listed)
        .forEach(entry -> data.add(document(entry.getKey(), entry.getValue())));
    return node;
  }

  private static ObjectNode document(String id, Entry entry) {
    ObjectNode node = PayloadJson.NODES.objectNode().put("id", id).put("count", entry.count);
    int slash = id.indexOf('/');
    if (slash > 0) {
      node.put("name", id.substring(slash + 1));
    }
    return entry.message == null ? node : node.put("message", entry.message);
  }

  /**
   * Limits the number of separate reasons, so that the size of the JSON document is bounded.
   * Further reasons are counted together.
   */
  private Reason reason(BulkResult.Category category, String text) {
    Key key = new Key(category, cut(text) == null ? OTHER : String.valueOf(cut(text)));
    boolean full = reasons.size() >= BulkResult.MAX_LISTED && !reasons.containsKey(key);
    return reasons.computeIfAbsent(full ? new Key(category, OTHER) : key, k -> new Reason());
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE);
  }
}
