// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares traces in the way that an expected step requests: exact or partial. */
sealed interface TraceComparison {

  /** Returns why the trace does not match; empty if it matches. */
  Optional<String> difference(List<JsonNode> observed);

  static TraceComparison of(JsonNode expectedStep) {
    List<JsonNode> trace = new ArrayList<>();
    expectedStep.get("trace").forEach(trace::add);
    return switch (expectedStep.get("order").textValue()) {
      case "exact" -> new Exact(trace, pairs(expectedStep.path("free")));
      case "partial" -> new Partial(trace, pairs(expectedStep.path("before")));
      case String other -> throw new IllegalArgumentException("unknown order '" + other + "'");
    };
  }

  private static List<int[]> pairs(JsonNode node) {
    List<int[]> pairs = new ArrayList<>();
    node.forEach(pair -> pairs.add(new int[] {pair.get(0).intValue(), pair.get(1).intValue()}));
    return pairs;
  }

  /**
   * Compares the traces line by line. The lines within each range of {@code free} (inclusive
   * indexes) may come in any order.
   */
  record Exact(List<JsonNode> expected, List<int[]> free) implements TraceComparison {

    @Override
    public Optional<String> difference(List<JsonNode> observed) {
      List<JsonNode> want = normalised(expected);
      List<JsonNode> got = normalised(observed);
      for (int i = 0; i < Math.max(want.size(), got.size()); i++) {
        JsonNode a = i < want.size() ? want.get(i) : null;
        JsonNode b = i < got.size() ? got.get(i) : null;
        if (a == null || b == null || !CaseJson.text(a).equals(CaseJson.text(b))) {
          return Optional.of(DifferenceText.between("trace entry " + i, a, b));
        }
      }
      return Optional.empty();
    }

    private List<JsonNode> normalised(List<JsonNode> trace) {
      List<JsonNode> sorted = new ArrayList<>(trace);
      for (int[] run : free) {
        int end = Math.min(run[1] + 1, sorted.size());
        if (run[0] < end) {
          sorted.subList(run[0], end).sort(CaseJson.BY_TEXT);
        }
      }
      return sorted;
    }
  }

  /**
   * Requires the same trace lines, each equally often, and for each pair of {@code before} that the
   * first line comes before the second line.
   */
  record Partial(List<JsonNode> expected, List<int[]> before) implements TraceComparison {

    @Override
    public Optional<String> difference(List<JsonNode> observed) {
      List<Label> want = labels(expected);
      Map<Label, Integer> position = positions(labels(observed));
      if (want.size() != position.size() || !position.keySet().containsAll(want)) {
        return Optional.of(contentsDifference(want, position));
      }
      for (int[] pair : before) {
        Integer earlier = position.get(want.get(pair[0]));
        Integer later = position.get(want.get(pair[1]));
        // Both labels are present, because the contents are equal.
        if (earlier == null || later == null || earlier >= later) {
          return Optional.of(
              "order: " + want.get(pair[0]).text + " must come before " + want.get(pair[1]).text);
        }
      }
      return Optional.empty();
    }

    /** A trace line, and the number of equal lines before it. */
    private record Label(String text, int occurrence) {}

    private static List<Label> labels(List<JsonNode> trace) {
      Map<String, Integer> seen = new HashMap<>();
      return trace.stream()
          .map(CaseJson::text)
          .map(text -> new Label(text, seen.merge(text, 1, Integer::sum)))
          .toList();
    }

    private static Map<Label, Integer> positions(List<Label> labels) {
      Map<Label, Integer> positions = new HashMap<>();
      labels.forEach(label -> positions.put(label, positions.size()));
      return positions;
    }

    private static String contentsDifference(List<Label> want, Map<Label, Integer> got) {
      List<String> missing =
          want.stream().filter(label -> !got.containsKey(label)).map(Label::text).toList();
      List<String> unexpected =
          got.keySet().stream().filter(label -> !want.contains(label)).map(Label::text).toList();
      return "trace contents: missing " + few(missing) + " unexpected " + few(unexpected);
    }

    private static List<String> few(List<String> entries) {
      return entries.stream().sorted().limit(3).toList();
    }
  }
}
