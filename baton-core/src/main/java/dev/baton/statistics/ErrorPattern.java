// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The first line of an error without its ids and numbers. Errors with the same pattern have the
 * same cause, as far as a text can show it.
 *
 * @param pattern at most {@value #MAX_LENGTH} characters
 * @param fingerprint identifies the pattern
 */
public record ErrorPattern(String pattern, String fingerprint) {

  static final int MAX_LENGTH = 300;

  /** Only the start of a line is read, so that a huge error does not cost time. */
  private static final int MAX_READ = 600;

  private static final String ID = "<id>";
  private static final String NUMBER = "<n>";

  private static final Pattern UUID =
      Pattern.compile("\\b\\p{XDigit}{8}-?(?:\\p{XDigit}{4}-?){3}\\p{XDigit}{12}\\b");

  /** At least eight hexadecimal digits of which at least one is a decimal digit. */
  private static final Pattern HEX =
      Pattern.compile("\\b(?:0x)?(?=[a-fA-F]*[0-9])\\p{XDigit}{8,}\\b");

  private static final Pattern DIGITS = Pattern.compile("[0-9]+(?:[.,:][0-9]+)*");

  /** Creates the pattern of an error text. */
  public static ErrorPattern of(String error) {
    String line = error.strip().lines().findFirst().orElse("").strip();
    String start = line.length() > MAX_READ ? line.substring(0, MAX_READ) : line;
    String text = UUID.matcher(start).replaceAll(ID);
    text = HEX.matcher(text).replaceAll(ID);
    text = DIGITS.matcher(text).replaceAll(NUMBER);
    String pattern = text.length() > MAX_LENGTH ? cut(text) : text;
    return new ErrorPattern(pattern, digest(pattern));
  }

  /** Cuts a text, but not between the two halves of a character. */
  private static String cut(String text) {
    boolean isHalf = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
    return text.substring(0, isHalf ? MAX_LENGTH - 1 : MAX_LENGTH);
  }

  private static String digest(String pattern) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(pattern.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
