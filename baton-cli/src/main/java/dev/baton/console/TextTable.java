// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A table with headings, cut to the width of the terminal. If the columns do not fit, the columns
 * that may be dropped are left out first, then the last column is narrowed, then the widest
 * columns. Not thread-safe.
 */
public final class TextTable {

  private static final String GAP = "  ";

  /** A text column is not narrowed below this width, in characters. */
  private static final int READABLE = 24;

  private static final int NARROWEST = 6;
  private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\u001b]]+");

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();
  private List<String> dropped = List.of();

  public TextTable(String... headings) {
    this.headings = List.of(headings);
  }

  /**
   * Names the columns that may be left out if the terminal is too narrow. The column named first is
   * left out first.
   */
  public TextTable dropping(String... least) {
    for (String heading : least) {
      if (!headings.contains(heading)) {
        throw new IllegalArgumentException("no column is called '" + heading + "'");
      }
    }
    dropped = List.of(least);
    return this;
  }

  /** Adds a row with one text per heading; line ends become blanks. */
  public void add(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells under " + headings.size() + " headings");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(CONTROL.matcher(cell).replaceAll(" "));
    }
    rows.add(row);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Prints the table cut to the width. The first column is never cut, because users copy its
   * values.
   */
  public void print(PrintWriter out, int terminalWidth) {
    int[] columns = columns(terminalWidth);
    int[] widths = narrowed(natural(columns), columns, terminalWidth);
    out.println(line(headings, columns, widths));
    rows.forEach(row -> out.println(line(row, columns, widths)));
  }

  /** The columns to show: as many as fit and stay readable. */
  private int[] columns(int terminalWidth) {
    Set<Integer> shown = new TreeSet<>(IntStream.range(0, headings.size()).boxed().toList());
    for (String heading : dropped) {
      if (excess(bounded(array(shown), READABLE), terminalWidth) <= 0) {
        break;
      }
      shown.remove(headings.indexOf(heading));
    }
    while (shown.size() > 1 && excess(bounded(array(shown), NARROWEST), terminalWidth) > 0) {
      shown.remove(array(shown)[shown.size() - 1]);
    }
    return array(shown);
  }

  private static int[] array(Set<Integer> columns) {
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] natural(int[] columns) {
    return IntStream.of(columns)
        .map(column ->
            Math.max(
                headings.get(column).length(),
                rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0)))
        .toArray();
  }

  /** The widths of the columns, limited to the bound except for the first column. */
  private int[] bounded(int[] columns, int bound) {
    int[] widths = natural(columns);
    for (int i = 1; i < widths.length; i++) {
      widths[i] = Math.min(widths[i], Math.max(bound, headings.get(columns[i]).length()));
    }
    return widths;
  }

  private int[] narrowed(int[] widths, int[] columns, int terminalWidth) {
    int[] least = bounded(columns, NARROWEST);
    int[] readable = bounded(columns, READABLE);
    int last = widths.length - 1;
    for (long excess = excess(widths, terminalWidth);
        excess > 0;
        excess = excess(widths, terminalWidth)) {
      int widest = widths[last] > readable[last] ? last : widest(widths, least);
      if (widest == 0) {
        break;
      }
      int bound = widest == last && widths[last] > readable[last] ? readable[last] : least[widest];
      widths[widest] = (int) Math.max(bound, widths[widest] - excess);
    }
    return widths;
  }

  private static long excess(int[] widths, int terminalWidth) {
    return IntStream.of(widths).asLongStream().sum()
        + (long) GAP.length() * (widths.length - 1)
        - terminalWidth;
  }

  /**
   * Returns the index of the widest column that can be narrowed; 0 if there is none. Column 0
   * itself is never narrowed.
   */
  private static int widest(int[] widths, int[] least) {
    int widest = 0;
    for (int i = 1; i < widths.length; i++) {
      if (widths[i] > least[i] && (widest == 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private static String line(List<String> cells, int[] columns, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.length; i++) {
      String cell = cut(cells.get(columns[i]), widths[i]);
      line.append(cell);
      if (i < columns.length - 1) {
        line.append(" ".repeat(Math.max(0, widths[i] - length(cell)))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  /**
   * Cuts the text of a cell. A coloured cell loses its colour, which is rare because coloured cells
   * are short words.
   */
  private static String cut(String cell, int width) {
    if (length(cell) <= width) {
      return cell;
    }
    return COLOR.matcher(cell).replaceAll("").substring(0, width - 1) + "…";
  }

  private static int length(String cell) {
    return cell.indexOf('\u001b') < 0 ? cell.length() : COLOR.matcher(cell).replaceAll("").length();
  }
}
