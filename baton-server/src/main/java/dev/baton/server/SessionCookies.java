// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the session cookie. */
public final class SessionCookies {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final ServerOptions.SecureCookies policy;

  public SessionCookies(ServerOptions.SecureCookies policy) {
    this.policy = policy;
  }

  /** The value of the header {@code Set-Cookie} that gives a token to the client. */
  public String session(Request request, String token, Instant expiry) {
    return cookie(request, token, "; Expires=" + HTTP_DATE.format(expiry));
  }

  /** The value of the header {@code Set-Cookie} that removes the session cookie. */
  public String removal(Request request) {
    return cookie(request, "INVALID", "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  }

  private String cookie(Request request, String value, String end) {
    boolean secure =
        switch (policy) {
          case AUTO -> request.isHttps();
          case ALWAYS -> true;
          case NEVER -> false;
        };
    return Authenticator.COOKIE
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax"
        + end
        + (secure ? "; Secure" : "");
  }
}
