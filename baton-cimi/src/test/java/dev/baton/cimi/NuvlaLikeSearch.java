// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.filter.DocumentAggregation;
import dev.baton.filter.DocumentFilter;
import dev.baton.filter.DocumentOrder;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A search in the documents of a {@link NuvlaLikeServer}. */
final class NuvlaLikeSearch {

  private final Map<String, List<String>> form = new HashMap<>();
  private final DocumentFilter documentFilter;

  /**
   * @param body the encoded form of the request
   */
  NuvlaLikeSearch(String body, Instant now) {
    this.documentFilter = new DocumentFilter(now);
    for (String pair : body.split("&")) {
      String[] parts = URLDecoder.decode(pair, StandardCharsets.UTF_8).split("=", 2);
      form.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
    }
  }

  private List<String> values(String name) {
    return form.getOrDefault(name, List.of());
  }

  /** Returns the documents that match, in the order of the search. */
  List<ObjectNode> matches(Collection<ObjectNode> documents) {
    Filter filter = new Filter.All(values("filter").stream().map(FilterParser::parse).toList());
    return documents.stream()
        .filter(document -> documentFilter.matches(filter, document))
        .sorted(order())
        .toList();
  }

  private Comparator<ObjectNode> order() {
    Comparator<ObjectNode> order = Comparator.comparingInt(document -> 0);
    for (String by : values("orderby")) {
      String[] parts = by.split(":");
      Filter.Path path = Filter.Path.of(parts[0].split("\\."));
      order = order.thenComparing(new DocumentOrder(path, parts[1].equals("desc")));
    }
    return order.thenComparing(document -> document.path("id").asText());
  }

  /** Returns count, aggregations and the page that the request asks for. */
  ObjectNode answer(List<ObjectNode> matches) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    for (String clause : values("aggregation")) {
      String[] parts = clause.split(":", 2);
      Filter.Path path = Filter.Path.of(parts[1].split("/"));
      DocumentAggregation.of(parts[0], path, matches)
          .ifPresent(value -> answer.withObject("/aggregations").set(clause, value));
    }
    answer.put("count", matches.size()).putArray("resources").addAll(page(matches));
    return answer;
  }

  private List<ObjectNode> page(List<ObjectNode> matches) {
    int first = Math.max(1, number("first", 1));
    int last = number("last", matches.size());
    return matches.stream().skip(first - 1).limit(Math.max(0, last - first + 1)).toList();
  }

  private int number(String name, int usual) {
    return values(name).isEmpty() ? usual : Integer.parseInt(values(name).getFirst());
  }
}
