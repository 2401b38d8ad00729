// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the cookies of logins. */
public final class SessionCookies {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final ServerOptions options;

  public SessionCookies(ServerOptions options) {
    this.options = options;
  }

  /** The value of the header {@code Set-Cookie} that gives a cookie to the client. */
  public String cookie(Request request, String name, String value, Instant expiry) {
    return cookie(request, name, value, "; Expires=" + HTTP_DATE.format(expiry));
  }

  /** The value of the header {@code Set-Cookie} that removes the session cookie. */
  public String removal(Request request) {
    String end = "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    return cookie(request, Authenticator.COOKIE, "INVALID", end);
  }

  private String cookie(Request request, String name, String value, String lifetime) {
    boolean secure =
        switch (options.secureCookies()) {
          case AUTO -> request.isHttps();
          case ALWAYS -> true;
          case NEVER -> false;
        };
    return name
        + "="
        + value
        + "; Path="
        // Other programs below the same proxy do not get the cookie.
        + (options.basePath().isEmpty() ? "/" : options.basePath())
        + "; HttpOnly; SameSite=Strict"
        + lifetime
        + (secure ? "; Secure" : "");
  }
}
