// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows under headings, cut to fit the terminal: the last column gives way first, then the widest.
 * Not thread-safe.
 */
final class Table {

  private static final String GAP = "  ";
  private static final int NARROWEST = 6;
  private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\u001b]]+");

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row with one text per heading; line ends become blanks. */
  void add(String... cells) {
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

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Prints what fits: the last column is cut first, then the widest ones, but never the first,
   * since that is what one copies. Where that is not enough, columns at the end are left out.
   */
  void print(PrintWriter out, int terminalWidth) {
    int[] widths = widths(terminalWidth);
    out.println(line(headings, widths));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private int[] widths(int terminalWidth) {
    int[] widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              headings.get(i).length(),
              rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0));
    }
    int[] narrowed = narrowed(widths.clone(), terminalWidth);
    while (excess(narrowed, terminalWidth) > 0 && widths.length > 1) {
      widths = Arrays.copyOf(widths, widths.length - 1);
      narrowed = narrowed(widths.clone(), terminalWidth);
    }
    return narrowed;
  }

  private int[] narrowed(int[] widths, int terminalWidth) {
    int last = widths.length - 1;
    for (long excess = excess(widths, terminalWidth);
        excess > 0;
        excess = excess(widths, terminalWidth)) {
      int widest = last > 0 && widths[last] > narrowest(last) ? last : widest(widths);
      if (widest == 0) {
        break;
      }
      widths[widest] = (int) Math.max(narrowest(widest), widths[widest] - excess);
    }
    return widths;
  }

  private static long excess(int[] widths, int terminalWidth) {
    return sum(widths) + (long) GAP.length() * (widths.length - 1) - terminalWidth;
  }

  /** A column is of no use below this; its heading stays whole. */
  private int narrowest(int column) {
    return Math.max(NARROWEST, headings.get(column).length());
  }

  /** The widest column that can be narrowed; 0 if there is none. */
  private int widest(int[] widths) {
    int widest = 0;
    for (int i = 1; i < widths.length; i++) {
      if (widths[i] > narrowest(i) && (widest == 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private static long sum(int[] widths) {
    long sum = 0;
    for (int width : widths) {
      sum += width;
    }
    return sum;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cut(cells.get(i), widths[i]);
      line.append(cell);
      if (i < widths.length - 1) {
        line.append(" ".repeat(widths[i] - length(cell))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  /** Coloured cells are short words; when one must be cut all the same, it loses its colour. */
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
