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
 * @param trustForwarded whether {@code X-Forwarded-*} headers are believed: only behind a proxy
 *     that sets or strips them
 * @param trustAuthnHeader whether {@code nuvla-authn-info} is believed: only inside a trust
 *     boundary
 * @param acceptUnknownActions whether jobs may name actions that nobody knows yet
 * @param openMetrics whether {@code /metrics} answers without login
 */
public record ServerOptions(
    String host,
    int port,
    Limits limits,
    SecureCookies secureCookies,
    boolean trustForwarded,
    boolean trustAuthnHeader,
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
        Limits.DEFAULT,
        SecureCookies.AUTO,
        false,
        false,
        false,
        LOOPBACK.contains(host));
  }

  public ServerOptions withLimits(Limits newLimits) {
    return new ServerOptions(
        host,
        port,
        newLimits,
        secureCookies,
        trustForwarded,
        trustAuthnHeader,
        acceptUnknownActions,
        openMetrics);
  }

  public ServerOptions withSecureCookies(SecureCookies policy) {
    return new ServerOptions(
        host,
        port,
        limits,
        policy,
        trustForwarded,
        trustAuthnHeader,
        acceptUnknownActions,
        openMetrics);
  }

  /** Whether to believe a proxy's headers, and the internal header that says who asks. */
  public ServerOptions trusting(boolean forwarded, boolean authnHeader) {
    return new ServerOptions(
        host,
        port,
        limits,
        secureCookies,
        forwarded,
        authnHeader,
        acceptUnknownActions,
        openMetrics);
  }

  public ServerOptions withAcceptUnknownActions(boolean accept) {
    return new ServerOptions(
        host, port, limits, secureCookies, trustForwarded, trustAuthnHeader, accept, openMetrics);
  }

  public ServerOptions withOpenMetrics(boolean open) {
    return new ServerOptions(
        host,
        port,
        limits,
        secureCookies,
        trustForwarded,
        trustAuthnHeader,
        acceptUnknownActions,
        open);
  }
}
