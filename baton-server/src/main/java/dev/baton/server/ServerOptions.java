// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.util.Set;

/**
 * The options of the HTTP server.
 *
 * @param host the address to bind
 * @param port the port to bind; 0 means any free port
 * @param limits the limits for requests of clients
 * @param secureCookies when cookies have the attribute {@code Secure}
 * @param trustedProxies proxies whose {@code X-Forwarded-*} headers are trusted; these proxies must
 *     set or remove the headers
 * @param authnHeaderFrom clients whose header {@code nuvla-authn-info} is trusted; such a client
 *     can act as any user
 * @param acceptUnknownActions whether jobs may name actions that no process has provided yet
 * @param openMetrics whether {@code /metrics} answers without login
 */
public record ServerOptions(
    String host,
    int port,
    ServerLimits limits,
    SecureCookies secureCookies,
    AddressRanges trustedProxies,
    AddressRanges authnHeaderFrom,
    boolean acceptUnknownActions,
    boolean openMetrics) {

  private static final Set<String> LOOPBACK =
      Set.of("localhost", "127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1");

  /** When the session cookie is restricted to https. */
  public enum SecureCookies {
    /**
     * Restricted if the login used https. A client on the local machine can then use plain http.
     */
    AUTO,
    ALWAYS,
    NEVER
  }

  /**
   * The default options: no proxy and no header is trusted. Metrics need no login if only clients
   * on this machine can connect.
   */
  public static ServerOptions at(String host, int port) {
    return new ServerOptions(
        host,
        port,
        ServerLimits.DEFAULT,
        SecureCookies.AUTO,
        AddressRanges.NONE,
        AddressRanges.NONE,
        false,
        LOOPBACK.contains(host));
  }

  public ServerOptions withLimits(ServerLimits newLimits) {
    return new ServerOptions(
        host,
        port,
        newLimits,
        secureCookies,
        trustedProxies,
        authnHeaderFrom,
        acceptUnknownActions,
        openMetrics);
  }

  public ServerOptions withSecureCookies(SecureCookies policy) {
    return new ServerOptions(
        host,
        port,
        limits,
        policy,
        trustedProxies,
        authnHeaderFrom,
        acceptUnknownActions,
        openMetrics);
  }

  /**
   * Returns these options with other trusted clients.
   *
   * @param proxies the trusted proxies
   * @param authnHeader the clients whose header {@code nuvla-authn-info} is trusted
   */
  public ServerOptions trusting(AddressRanges proxies, AddressRanges authnHeader) {
    return new ServerOptions(
        host, port, limits, secureCookies, proxies, authnHeader, acceptUnknownActions, openMetrics);
  }

  public ServerOptions withAcceptUnknownActions(boolean accept) {
    return new ServerOptions(
        host, port, limits, secureCookies, trustedProxies, authnHeaderFrom, accept, openMetrics);
  }

  public ServerOptions withOpenMetrics(boolean open) {
    return new ServerOptions(
        host,
        port,
        limits,
        secureCookies,
        trustedProxies,
        authnHeaderFrom,
        acceptUnknownActions,
        open);
  }
}
