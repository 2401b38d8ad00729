// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.filter.Filter.Path;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes an aggregation of one attribute over documents (docs/spec/nuvla.md §3). A value of a
 * date attribute counts as its milliseconds since 1970. {@code min max sum avg stats} ignore values
 * that are not numbers.
 */
public final class DocumentAggregation {

  /** The supported functions. Other functions are ignored. */
  public static final Set<String> FUNCTIONS =
      Set.of("min", "max", "sum", "avg", "stats", "value_count", "cardinality", "missing", "terms");

  private static final int MAX_BUCKETS = 10;

  private DocumentAggregation() {}

  /** Returns the result as JSON; empty if the function is unknown. */
  public static Optional<JsonNode> of(String function, Path path, List<ObjectNode> documents) {
    if (!FUNCTIONS.contains(function)) {
      return Optional.empty();
    }
    List<JsonNode> values =
        documents.stream()
            .flatMap(document -> DocumentValues.at(document, path).stream())
            .filter(JsonNode::isValueNode)
            .toList();
    return Optional.of(
        switch (function) {
          case "missing" -> missing(path, documents);
          case "terms" -> terms(values);
          case "value_count" -> value(values.size());
          case "cardinality" -> value(new HashSet<>(values).size());
          default -> statistic(function, numbers(path, values));
        });
  }

  private static DoubleSummaryStatistics numbers(Path path, List<JsonNode> values) {
    boolean dates = DateMath.isDate(path);
    return values.stream()
        .flatMap(value -> (dates ? millis(value) : number(value)).stream())
        .mapToDouble(Double::doubleValue)
        .summaryStatistics();
  }

  private static Optional<Double> millis(JsonNode value) {
    return DocumentValues.moment(value).map(at -> (double) at.toEpochMilli());
  }

  private static Optional<Double> number(JsonNode value) {
    return value.isNumber()
        ? DocumentValues.decimal(value).map(BigDecimal::doubleValue)
        : Optional.empty();
  }

  private static JsonNode statistic(String function, DoubleSummaryStatistics numbers) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (function.equals("stats")) {
      answer.put("count", numbers.getCount());
      List.of("min", "max", "avg").forEach(name -> put(answer, name, name, numbers));
      return answer.put("sum", numbers.getSum());
    }
    put(answer, "value", function, numbers);
    return answer;
  }

  /**
   * Writes the results. As in Elasticsearch, without values the minimum, the maximum and the
   * average are null, but the sum is 0.
   */
  private static void put(
      ObjectNode answer, String name, String function, DoubleSummaryStatistics numbers) {
    if (numbers.getCount() == 0 && !function.equals("sum")) {
      answer.putNull(name);
      return;
    }
    switch (function) {
      case "min" -> answer.put(name, numbers.getMin());
      case "max" -> answer.put(name, numbers.getMax());
      case "avg" -> answer.put(name, numbers.getAverage());
      default -> answer.put(name, numbers.getSum());
    }
  }

  private static JsonNode value(int count) {
    return JsonNodeFactory.instance.objectNode().put("value", count);
  }

  private static JsonNode missing(Path path, List<ObjectNode> documents) {
    long without = documents.stream().filter(d -> DocumentValues.at(d, path).isEmpty()).count();
    return JsonNodeFactory.instance.objectNode().put("doc_count", without);
  }

  private static JsonNode terms(List<JsonNode> values) {
    Map<JsonNode, Integer> counts = new HashMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    List<JsonNode> keys =
        counts.keySet().stream()
            .sorted(
                Comparator.<JsonNode>comparingInt(counts::get)
                    .reversed()
                    .thenComparing(DocumentOrder::compareValues))
            .toList();
    List<JsonNode> top = keys.subList(0, Math.min(MAX_BUCKETS, keys.size()));
    int shown = top.stream().mapToInt(counts::get).sum();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("doc_count_error_upper_bound", 0);
    answer.put("sum_other_doc_count", values.size() - shown);
    ArrayNode buckets = answer.putArray("buckets");
    top.forEach(key -> buckets.addObject().put("doc_count", counts.get(key)).set("key", key));
    return answer;
  }
}
