// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.util.Set;

/**
 * How the API is served.
 *
 * @param host address to bind
 * @param port to bind; 0 is any free one
 * @param limits bounds on what clients may ask
 * @param secureCookies when cookies carry {@code Secure}
 * @param trustedProxies from which {@code X-Forwarded-*} headers are believed; these proxies must
 *     set or strip them
 * @param authnHeaderFrom clients whose {@code nuvla-authn-info} is believed: whoever sends it there
 *     is whom it names
 * @param acceptUnknownActions whether jobs may name actions that nobody knows yet
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

  /** When a session's cookie is marked so that browsers send it over https only. */
  public enum SecureCookies {
    /** When the login came by https, so that plain loopback clients work too. */
    AUTO,
    ALWAYS,
    NEVER
  }

  /**
   * The defaults: nothing is trusted; metrics are open when nobody but this machine can connect.
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

  /** Whose headers to believe: those of proxies, and the internal one that says who asks. */
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
