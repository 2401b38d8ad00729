// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.filter.Filter.Path;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the values that a document has at a path. */
final class DocumentValues {

  /** The attributes that {@code fulltext} searches. */
  private static final List<String> FULL_TEXT = List.of("id", "name", "description", "tags");

  /** Attributes that no search finds. Nuvla does not index them either. */
  private static final Set<String> HIDDEN =
      Set.of("status-message", "operations", "trace-id", "trace-url");

  private DocumentValues() {}

  /** Returns all values at the path. Null and empty objects and arrays do not count as values. */
  static List<JsonNode> at(ObjectNode document, Path path) {
    String first = path.names().getFirst();
    if (HIDDEN.contains(first)) {
      return List.of();
    }
    if (path.names().equals(List.of("fulltext"))) {
      return FULL_TEXT.stream().flatMap(name -> members(document.path(name))).toList();
    }
    List<JsonNode> nodes = List.of(document);
    for (String name : path.names()) {
      nodes = nodes.stream().flatMap(node -> members(node.path(name))).toList();
    }
    return nodes;
  }

  /** Returns the value of a number; empty if the number is infinite or NaN. */
  static Optional<BigDecimal> decimal(JsonNode number) {
    boolean isFinite =
        !(number.isDouble() || number.isFloat()) || Double.isFinite(number.doubleValue());
    return isFinite ? Optional.of(number.decimalValue()) : Optional.empty();
  }

  /** Returns the moment in a date attribute; empty if the value is not a date. */
  static Optional<Instant> moment(JsonNode value) {
    try {
      return Optional.of(Instant.parse(value.asText()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the members of an array, including the members of nested arrays. Any other node, except
   * null and an empty object, is returned itself.
   */
  private static Stream<JsonNode> members(JsonNode node) {
    if (node.isArray()) {
      List<JsonNode> members = new ArrayList<>();
      node.forEach(members::add);
      return members.stream().flatMap(DocumentValues::members);
    }
    boolean nothing = node.isMissingNode() || node.isNull() || (node.isObject() && node.isEmpty());
    return nothing ? Stream.empty() : Stream.of(node);
  }
}
