// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HostHeaderCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;

/** Changes or refuses requests before a route sees them, as TLS and the base path need. */
final class ConnectionRules {

  private static final int HTTPS_PORT = 443;
  private static final String ONE_YEAR = "max-age=31536000";

  private ConnectionRules() {}

  static void addTo(HttpConfiguration http, ServerOptions options) {
    // A request of HTTP/2 names the host outside of the header Host.
    http.addCustomizer(new HostHeaderCustomizer());
    if (options.tls() != null) {
      http.addCustomizer((request, headers) -> {
        if (!request.getConnectionMetaData().isSecure()) {
          throw new HttpException.RuntimeException(
              HttpStatus.BAD_REQUEST_400, "this port speaks TLS: use an address with https");
        }
        // Browsers obey this header for all ports of a host. A server at another port than that of
        // https shares its host with programs that may speak plain HTTP.
        if (options.basePath().isEmpty() && Request.getServerPort(request) == HTTPS_PORT) {
          headers.put(HttpHeader.STRICT_TRANSPORT_SECURITY, ONE_YEAR);
        }
        return request;
      });
      // The names of the certificate are for clients to check. A proxy connects under another name
      // than the one in the header Host.
      http.addCustomizer(new SecureRequestCustomizer(false));
    }
    if (!options.basePath().isEmpty()) {
      http.addCustomizer((request, headers) -> withoutBase(request, options.basePath()));
    }
  }

  /**
   * Removes the base path. A request without it stays as it is: clients that do not use the proxy,
   * and proxies that remove the path themselves, send such requests.
   */
  private static Request withoutBase(Request request, String base) {
    String path = request.getHttpURI().getPath();
    if (!path.equals(base) && !path.startsWith(base + "/")) {
      return request;
    }
    String rest = path.substring(base.length());
    try {
      return Request.serveAs(
          request,
          HttpURI.build(request.getHttpURI()).path(rest.isEmpty() ? "/" : rest).asImmutable());
    } catch (IllegalArgumentException e) {
      throw new HttpException.RuntimeException(
          HttpStatus.BAD_REQUEST_400, "the path leads out of the base path '" + base + "'", e);
    }
  }
}
