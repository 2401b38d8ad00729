// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
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
    return cookie(request, name, value, path(), "; Expires=" + HTTP_DATE.format(expiry));
  }

  /** The value of the header {@code Set-Cookie} that removes the session cookie. */
  public String removal(Request request) {
    return removal(request, path());
  }

  /**
   * The values of the header {@code Set-Cookie} that remove session cookies of the paths above that
   * of the server. The browser got such cookies before the base path was set or made longer.
   */
  public List<String> removalsAbove(Request request) {
    List<String> removals = new ArrayList<>();
    for (int end = path().lastIndexOf('/'); end >= 0 && path().length() > 1; ) {
      removals.add(removal(request, end == 0 ? "/" : path().substring(0, end)));
      end = end == 0 ? -1 : path().lastIndexOf('/', end - 1);
    }
    return removals;
  }

  private String removal(Request request, String path) {
    String end = "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    return cookie(request, Authenticator.COOKIE, "INVALID", path, end);
  }

  /** Other programs below the same proxy do not get the cookie. */
  private String path() {
    return options.basePath().isEmpty() ? "/" : options.basePath();
  }

  private String cookie(Request request, String name, String value, String path, String lifetime) {
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
        + path
        + "; HttpOnly; SameSite=Strict"
        + lifetime
        + (secure ? "; Secure" : "");
  }
}
