// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the known name that a user probably meant by an unknown name. */
public final class DidYouMean {

  private DidYouMean() {}

  /**
   * Returns the known name that is most similar to the given name; empty if no name is similar
   * enough.
   */
  public static Optional<String> among(Collection<String> known, String given) {
    int limit = Math.max(1, given.length() / 3);
    return known.stream()
        .filter(name -> distance(name, given) <= limit || isStartOf(given, name))
        .min(Comparator.comparingInt(name -> distance(name, given)));
  }

  /**
   * Returns the end of a message, such as {@code "; did you mean 'port'?"}; empty if no name is
   * similar enough.
   */
  public static String suffix(Collection<String> known, String given) {
    return among(known, given).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  private static boolean isStartOf(String given, String name) {
    return given.length() >= 3 && name.startsWith(given);
  }

  /**
   * Returns the number of insertions, deletions and replacements that turn one text into the other
   * (Levenshtein distance). Keeps only one row of its table in memory.
   */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
