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

/** The values that a document has at a path. */
final class DocumentValues {

  /** What {@code fulltext} searches. */
  private static final List<String> FULL_TEXT = List.of("id", "name", "description", "tags");

  /** Never found, as at Nuvla, which does not index them. */
  private static final Set<String> HIDDEN = Set.of("status-message", "operations");

  private DocumentValues() {}

  /** Every leaf below the path; nulls and empty containers are no values. */
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

  /** The value of a number; empty if it has none, such as infinity. */
  static Optional<BigDecimal> decimal(JsonNode number) {
    boolean isFinite =
        !(number.isDouble() || number.isFloat()) || Double.isFinite(number.doubleValue());
    return isFinite ? Optional.of(number.decimalValue()) : Optional.empty();
  }

  /** The moment that a date attribute holds; empty if the value is no date. */
  static Optional<Instant> moment(JsonNode value) {
    try {
      return Optional.of(Instant.parse(value.asText()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The members of an array, nested ones too; a filled object stands for itself. */
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
