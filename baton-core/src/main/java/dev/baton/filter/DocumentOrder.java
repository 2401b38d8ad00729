// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.filter.Filter.Path;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Orders documents by an attribute: first numbers by value, then text by code point. Documents
 * without the attribute come last in both directions. An array is ordered by its least member, or
 * by its greatest member if the order is descending.
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
    Optional<BigDecimal> first = number(left);
    Optional<BigDecimal> second = number(right);
    if (first.isPresent() && second.isPresent()) {
      return first.get().compareTo(second.get());
    }
    // All numbers come before all text. If numbers were compared with text by their digits, the
    // order would be circular: 9 < 10 < "9" < 9.
    return first.isPresent() || second.isPresent()
        ? Boolean.compare(second.isPresent(), first.isPresent())
        : TextComparison.compare(left.asText(), right.asText());
  }

  private static Optional<BigDecimal> number(JsonNode node) {
    return node.isNumber() ? DocumentValues.decimal(node) : Optional.empty();
  }
}
