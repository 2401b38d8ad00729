// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads cookies in the form in which Nuvla gives them to executors at the edge: a libwww-perl
 * cookie file in base64.
 */
final class CookieJar {

  private static final Pattern LINE =
      Pattern.compile("Set-Cookie3:\\s*([^=;\\s]+)=(\"(?:[^\"\\\\]|\\\\.)*\"|[^;\\s]*).*");

  private CookieJar() {}

  /**
   * Returns the value for the {@code Cookie} header.
   *
   * @throws InvalidInputException if the file contains no cookie
   */
  static String read(String base64) {
    List<String> cookies =
        decoded(base64)
            .lines()
            .map(line -> LINE.matcher(line.strip()))
            .filter(Matcher::matches)
            .map(cookie -> cookie.group(1) + "=" + unquoted(cookie.group(2)))
            .toList();
    if (cookies.isEmpty()) {
      throw new InvalidInputException(
          "there is no cookie in it; expected a file of libwww-perl (lines 'Set-Cookie3: …')");
    }
    return String.join("; ", cookies);
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("it is not base64", e);
    }
  }

  private static String unquoted(String value) {
    return value.startsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }
}
