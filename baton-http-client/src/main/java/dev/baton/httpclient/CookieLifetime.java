// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Computes how long the cookies of a login session can be used. */
final class CookieLifetime {

  /**
   * The assumed lifetime of a login session if no cookie has an expiry. Nuvla's sessions last a
   * week, and a daily login is cheap.
   */
  private static final Duration UNKNOWN = Duration.ofDays(1);

  private static final Duration LEAST = Duration.ofSeconds(10);
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private CookieLifetime() {}

  /**
   * Returns the time after which the client must log in again: one minute before the first cookie
   * expires, but at least ten seconds.
   */
  static Duration of(List<String> cookies, Instant now) {
    Duration life = UNKNOWN;
    for (String cookie : cookies) {
      for (String attribute : cookie.split(";")) {
        Duration left = left(attribute.strip(), now);
        if (left != null && left.minus(MARGIN).compareTo(life) < 0) {
          life = left.minus(MARGIN);
        }
      }
    }
    // The clocks of server and client may differ by much. Without a minimum, a session could seem
    // expired at once, and every request would log in.
    return life.compareTo(LEAST) < 0 ? LEAST : life;
  }

  private static @Nullable Duration left(String attribute, Instant now) {
    int equals = attribute.indexOf('=');
    String value = attribute.substring(equals + 1).strip();
    try {
      return switch (attribute.substring(0, Math.max(0, equals)).toLowerCase(Locale.ROOT)) {
        case "max-age" -> Duration.ofSeconds(Long.parseLong(value));
        case "expires" ->
            Duration.between(
                now,
                DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.replace('-', ' '), Instant::from));
        default -> null;
      };
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
