// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses a request that a page of another site made a browser send. Browsers send {@code Origin}
 * with every request that changes something, and to HTTPS and localhost also {@code
 * Sec-Fetch-Site}; a page cannot forge them. Clients that are not browsers send neither, so they
 * are not affected.
 *
 * <p>A request of a browser with a session cookie also needs the header {@value #CLIENT}. A page of
 * another site cannot send it, because the server never allows another site to send headers.
 */
final class CrossSiteGuard {

  /** The header by which a page says which client it is; its value does not matter. */
  static final String CLIENT = "Baton-Client";

  /** The page is of this server, or the user typed the address. */
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private CrossSiteGuard() {}

  static void check(Request request) {
    if (SAFE.contains(request.method())) {
      return;
    }
    Optional<String> origin = request.header("Origin");
    Optional<String> site = request.header("Sec-Fetch-Site");
    origin.ifPresent(page -> checkOrigin(page, request));
    site.ifPresent(CrossSiteGuard::checkSite);
    boolean isBrowser = origin.isPresent() || site.isPresent();
    if (isBrowser
        && !request.cookies(Authenticator.COOKIE).isEmpty()
        && request.header(CLIENT).isEmpty()) {
      throw new ForbiddenException(
          "a browser that changes something with a session cookie must send the header '"
              + CLIENT
              + "'");
    }
  }

  private static void checkOrigin(String page, Request request) {
    int authority = page.indexOf("://");
    if (authority < 0 || !page.substring(authority + 3).equalsIgnoreCase(request.host())) {
      throw new ForbiddenException(
          "the request comes from a page of '"
              + InputBounds.shown(page)
              + "', which is another site");
    }
    // A page that was loaded without TLS may have been changed on its way.
    if (request.isHttps() && !page.startsWith("https:")) {
      throw new ForbiddenException(
          "the page '"
              + InputBounds.shown(page)
              + "' was loaded without TLS; open it with https, or let the proxy set"
              + " X-Forwarded-Proto");
    }
  }

  private static void checkSite(String site) {
    if (!OWN_SITE.contains(site)) {
      throw new ForbiddenException(
          "the request comes from a page of another site: the header 'Sec-Fetch-Site' is '"
              + InputBounds.shown(site)
              + "'");
    }
  }
}
