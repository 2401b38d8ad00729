// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.error.InputBounds;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Completes messages about unknown names with the nearest known name, or with the known names. */
public final class PluginNames {
  private static final int MAX_LENGTH = InputBounds.MAX_NAME_LENGTH;
  private static final int MAX_LISTED = 20;

  private PluginNames() {}

  /**
   * The end of a message about an unknown name: the nearest known name, or otherwise the known
   * names.
   */
  public static String hint(String unknown, Collection<String> known) {
    return nearest(unknown, known)
        .map(name -> "; did you mean '" + name + "'?")
        .orElseGet(() -> "; known: " + listed(known));
  }

  static Optional<String> nearest(String unknown, Collection<String> known) {
    String wanted = plain(unknown);
    // Long names are not compared, because an untrusted caller could send a very long name and the
    // comparison is expensive.
    return wanted.length() > MAX_LENGTH
        ? Optional.empty()
        : known.stream()
            .filter(name -> distance(wanted, plain(name)) <= allowed(wanted))
            .min(Comparator.comparingInt(name -> distance(wanted, plain(name))));
  }

  private static int allowed(String wanted) {
    return Math.max(1, wanted.length() / 4);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  private static String listed(Collection<String> known) {
    if (known.isEmpty()) {
      return "none";
    }
    String names = String.join(", ", known.stream().sorted().limit(MAX_LISTED).toList());
    return known.size() > MAX_LISTED
        ? names + " and " + (known.size() - MAX_LISTED) + " more"
        : names;
  }

  /**
   * The number of insertions, deletions, replacements and swaps of adjacent characters that change
   * a to b.
   */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
