// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import java.util.Arrays;
import java.util.Locale;

/** Compares and searches text by the rules of the filter language. */
final class TextComparison {

  private TextComparison() {}

  /**
   * Compares by code point. {@link String#compareTo} orders characters above U+FFFF differently.
   */
  static int compare(String left, String right) {
    return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }

  /** Whether the text contains one of the words of a full-text query. */
  static boolean match(String query, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return Arrays.stream(query.toLowerCase(Locale.ROOT).strip().split("\\s+"))
        .anyMatch(word -> contains(lower, word));
  }

  private static boolean contains(String text, String word) {
    boolean open = word.endsWith("*");
    String stem = open ? word.substring(0, word.length() - 1) : word;
    if (stem.isEmpty()) {
      return open;
    }
    for (int at = text.indexOf(stem); at >= 0; at = text.indexOf(stem, at + 1)) {
      int end = at + stem.length();
      boolean starts = at == 0 || !isWordPart(text.codePointBefore(at));
      boolean ends = end == text.length() || !isWordPart(text.codePointAt(end));
      if (starts && (open || ends)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWordPart(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || codePoint == '_';
  }
}
