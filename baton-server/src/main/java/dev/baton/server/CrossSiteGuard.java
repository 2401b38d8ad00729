// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.ForbiddenException;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses a request that a page of another site made a browser send. Browsers send {@code Origin}
 * with every request that changes something, and a page cannot forge it. Clients that are not
 * browsers do not send it, so they are not affected.
 *
 * <p>A request of a browser with a session cookie also needs the header {@value #CLIENT}. A page of
 * another site cannot send it, because the server never allows another site to send headers.
 */
final class CrossSiteGuard {

  /** The header by which a page says which client it is; its value does not matter. */
  static final String CLIENT = "Baton-Client";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private CrossSiteGuard() {}

  static void check(Request request) {
    Optional<String> origin = request.header("Origin");
    if (origin.isEmpty() || SAFE.contains(request.method())) {
      return;
    }
    String site = origin.get();
    int authority = site.indexOf("://");
    if (authority < 0 || !site.substring(authority + 3).equalsIgnoreCase(request.host())) {
      throw new ForbiddenException(
          "the request comes from a page of '" + site + "', which is another site");
    }
    if (request.cookie(Authenticator.COOKIE).isPresent() && request.header(CLIENT).isEmpty()) {
      throw new ForbiddenException(
          "a browser that changes something with a session cookie must send the header '"
              + CLIENT
              + "'");
    }
  }
}
