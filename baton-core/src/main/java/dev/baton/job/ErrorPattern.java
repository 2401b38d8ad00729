// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import dev.baton.service.Sha256;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first line of an error without its ids and numbers. Errors with the same pattern have the
 * same cause, as far as a text can show it.
 *
 * @param pattern at most {@value #MAX_LENGTH} characters; contains no double quotes and does not
 *     end with a backslash, so that a filter can compare it as {@code "pattern"}
 * @param fingerprint identifies the pattern
 */
public record ErrorPattern(String pattern, String fingerprint) {

  static final int MAX_LENGTH = 255;

  private static final int FINGERPRINT_LENGTH = 32;

  /** The further causes of periods with too many causes, which are counted together. */
  public static final ErrorPattern OTHER = new ErrorPattern("other errors", "other");

  /** The cause of a failure without an error text. */
  public static final ErrorPattern NONE = new ErrorPattern("no error text", "none");

  /** The meaning of a pattern. */
  public enum Kind {
    /** The first line of an error text. */
    PATTERN,
    /** Further errors of periods with too many causes, which are counted together. */
    OTHER,
    /** Failures without an error text. */
    NONE
  }

  /** Only the start of a line is read, so that a huge error does not cost time. */
  private static final int MAX_READ = 600;

  private static final String ID = "<id>";
  private static final String NUMBER = "<n>";

  private static final Pattern UUID =
      Pattern.compile("\\b\\p{XDigit}{8}-?(?:\\p{XDigit}{4}-?){3}\\p{XDigit}{12}\\b");

  /**
   * At least eight hexadecimal digits, after {@code 0x} or with decimal digits and letters. Digits
   * alone are a number.
   */
  private static final Pattern HEX =
      Pattern.compile(
          "\\b(?:0x\\p{XDigit}{8,}|(?=[a-fA-F]*[0-9])(?=[0-9]*[a-fA-F])\\p{XDigit}{8,})\\b");

  private static final Pattern DIGITS = Pattern.compile("[0-9]+(?:[.,:][0-9]+)*");

  /**
   * Returns the meaning of the pattern with a fingerprint. The fingerprint of an error text is a
   * hexadecimal number, so no error text has the fingerprint of another kind.
   */
  public static Kind kind(String fingerprint) {
    return fingerprint.equals(OTHER.fingerprint)
        ? Kind.OTHER
        : fingerprint.equals(NONE.fingerprint) ? Kind.NONE : Kind.PATTERN;
  }

  /** Creates the pattern of an error text. */
  public static ErrorPattern of(@Nullable String error) {
    if (error == null || error.isBlank()) {
      return NONE;
    }
    String line = error.strip().lines().findFirst().orElse("");
    String text = UUID.matcher(cut(line, MAX_READ)).replaceAll(ID);
    text = HEX.matcher(text).replaceAll(ID);
    text = DIGITS.matcher(text).replaceAll(NUMBER).replace('"', '\'');
    String pattern = withoutEnd(cut(text, MAX_LENGTH));
    return pattern.isEmpty()
        ? NONE
        : new ErrorPattern(pattern, Sha256.hex(pattern).substring(0, FINGERPRINT_LENGTH));
  }

  /** Removes blanks and backslashes from the end of a text. */
  private static String withoutEnd(String text) {
    int end = text.length();
    while (end > 0
        && (text.charAt(end - 1) == '\\' || Character.isWhitespace(text.charAt(end - 1)))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Returns the start of a text, but does not cut between the two halves of a character. */
  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean isHalf = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, isHalf ? length - 1 : length);
  }
}
