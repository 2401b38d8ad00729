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
 */
final class CrossSiteGuard {

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
  }
}
