// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of all checks: for each row and store, the values of the rounds. */
final class Findings {

  private final Map<String, Map<String, List<String>>> rows = new LinkedHashMap<>();

  /** Adds the value of a round and prints it. */
  void add(EmbeddedStore store, String row, String value) {
    rows.computeIfAbsent(row, key -> new LinkedHashMap<>())
        .computeIfAbsent(store.name(), key -> new ArrayList<>())
        .add(value);
    System.out.println(store.name() + ": " + row + ": " + value);
  }

  void addNumber(EmbeddedStore store, String row, double value) {
    add(store, row, String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value));
  }

  /** The values that a row has for a store, in the order of the rounds. */
  List<String> values(EmbeddedStore store, String row) {
    return rows.getOrDefault(row, Map.of()).getOrDefault(store.name(), List.of());
  }

  /** A table in Markdown with a column for each store. */
  String table(List<EmbeddedStore> stores) {
    StringBuilder table = new StringBuilder("| |");
    stores.forEach(store -> table.append(' ').append(store.name()).append(" |"));
    table.append("\n|---|").append("---|".repeat(stores.size())).append('\n');
    rows.forEach((row, values) -> {
      table.append("| ").append(row).append(" |");
      for (EmbeddedStore store : stores) {
        table.append(' ').append(joined(values(store, row))).append(" |");
      }
      table.append('\n');
    });
    return table.toString();
  }

  private static String joined(List<String> values) {
    return values.stream().distinct().count() == 1 ? values.getFirst() : String.join("; ", values);
  }
}
