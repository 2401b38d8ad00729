// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds characters that names must not contain: control characters, line and paragraph separators,
 * and halves of surrogate pairs. They could forge lines of logs and tables, and some stores refuse
 * them.
 */
public final class ControlCharacters {

  private ControlCharacters() {}

  /**
   * Returns the first character that a name must not contain, as {@code U+0000}; null if there is
   * none.
   */
  public static @Nullable String firstInName(String name) {
    return first(name, ControlCharacters::isControl);
  }

  /** Like {@link #firstInName}, for texts of several lines: line breaks and tabs are allowed. */
  public static @Nullable String firstInText(String text) {
    return first(text, c -> isControl(c) && c != '\n' && c != '\r' && c != '\t' && !isBreak(c));
  }

  /**
   * Returns the text with a question mark in place of each character that a name must not contain.
   */
  public static String replaced(String text) {
    if (firstInName(text) == null) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(isControl(c) ? '?' : c));
    return clean.toString();
  }

  private static @Nullable String first(String text, IntPredicate isBad) {
    return text.codePoints()
        .filter(isBad)
        .mapToObj(c -> String.format(Locale.ROOT, "U+%04X", c))
        .findFirst()
        .orElse(null);
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || isBreak(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static boolean isBreak(int c) {
    return c == '\u0085' || c == '\u2028' || c == '\u2029';
  }
}
