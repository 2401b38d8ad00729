// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.filter.Filter.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Orders documents by an attribute: numbers by value, text by code point; documents without the
 * attribute come last in both directions. Of an array the least member counts, or the greatest when
 * descending.
 */
public final class DocumentOrder implements Comparator<ObjectNode> {

  private final Path path;
  private final Comparator<JsonNode> values;

  public DocumentOrder(Path path, boolean descending) {
    this.path = path;
    Comparator<JsonNode> ascending = DocumentOrder::compareValues;
    this.values = descending ? ascending.reversed() : ascending;
  }

  @Override
  public int compare(ObjectNode left, ObjectNode right) {
    Optional<JsonNode> first = key(left);
    Optional<JsonNode> second = key(right);
    if (first.isEmpty() || second.isEmpty()) {
      return Boolean.compare(first.isEmpty(), second.isEmpty());
    }
    return values.compare(first.get(), second.get());
  }

  private Optional<JsonNode> key(ObjectNode document) {
    List<JsonNode> all = DocumentValues.at(document, path);
    return all.stream().filter(JsonNode::isValueNode).min(values);
  }

  static int compareValues(JsonNode left, JsonNode right) {
    return left.isNumber() && right.isNumber()
        ? left.decimalValue().compareTo(right.decimalValue())
        : Words.compare(left.asText(), right.asText());
  }
}
