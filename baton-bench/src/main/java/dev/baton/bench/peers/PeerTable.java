// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text, which is printed with aligned columns or as Markdown. */
final class PeerTable {

  private final String title;
  private final List<List<String>> rows = new ArrayList<>();

  PeerTable(String title, List<String> columns) {
    this.title = title;
    rows.add(columns);
  }

  String title() {
    return title;
  }

  void row(List<String> cells) {
    rows.add(cells);
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  String plain() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(row ->
            IntStream.range(0, widths.length)
                .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing())
        .collect(Collectors.joining("\n", title + "\n", "\n"));
  }

  String markdown() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add("| " + String.join(" | ", row) + " |");
    }
    lines.add(1, "|" + "---|".repeat(rows.getFirst().size()));
    return String.join("\n", lines) + "\n";
  }
}
