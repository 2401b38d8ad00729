// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
 * @param tls the files for TLS; null if the server speaks plain HTTP
 * @param basePath the path below which a proxy serves the server, such as {@code /baton}; empty for
 *     the root
 * @param traceUrl the address of a page that shows a trace, with {@link #TRACE} in the place of its
 *     id; null if jobs have no link to their traces
 */
public record ServerOptions(
    String host,
    int port,
    ServerLimits limits,
    SecureCookies secureCookies,
    AddressRanges trustedProxies,
    AddressRanges authnHeaderFrom,
    boolean acceptUnknownActions,
    boolean openMetrics,
    @Nullable ServerTls tls,
    String basePath,
    @Nullable String traceUrl) {

  /** The place of the id of the trace in the address of a page that shows traces. */
  public static final String TRACE = "{trace}";

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
        LOOPBACK.contains(host),
        null,
        "",
        null);
  }

  public ServerOptions withLimits(ServerLimits newLimits) {
    return with(draft -> draft.limits = newLimits);
  }

  public ServerOptions withSecureCookies(SecureCookies policy) {
    return with(draft -> draft.secureCookies = policy);
  }

  /**
   * Returns these options with other trusted clients.
   *
   * @param proxies the trusted proxies
   * @param authnHeader the clients whose header {@code nuvla-authn-info} is trusted
   */
  public ServerOptions trusting(AddressRanges proxies, AddressRanges authnHeader) {
    return with(draft -> {
      draft.trustedProxies = proxies;
      draft.authnHeaderFrom = authnHeader;
    });
  }

  public ServerOptions withAcceptUnknownActions(boolean accept) {
    return with(draft -> draft.acceptUnknownActions = accept);
  }

  public ServerOptions withOpenMetrics(boolean open) {
    return with(draft -> draft.openMetrics = open);
  }

  /** Returns these options with TLS; null is plain HTTP. */
  public ServerOptions withTls(@Nullable ServerTls newTls) {
    return with(draft -> draft.tls = newTls);
  }

  /** Returns these options with a path that {@link BasePath} has checked. */
  public ServerOptions withBasePath(String path) {
    return with(draft -> draft.basePath = path);
  }

  /** Returns these options with the address of the page that shows a trace; null for none. */
  public ServerOptions withTraceUrl(@Nullable String url) {
    return with(draft -> draft.traceUrl = url);
  }

  /**
   * Whether only clients on this machine can connect. False if the host cannot be resolved, because
   * a moment later it may have the address of a network.
   */
  public boolean isLoopback() {
    try {
      return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private ServerOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** A copy whose values can be changed one by one. */
  private static final class Draft {
    private final String host;
    private final int port;
    private ServerLimits limits;
    private SecureCookies secureCookies;
    private AddressRanges trustedProxies;
    private AddressRanges authnHeaderFrom;
    private boolean acceptUnknownActions;
    private boolean openMetrics;
    private @Nullable ServerTls tls;
    private String basePath;
    private @Nullable String traceUrl;

    Draft(ServerOptions from) {
      host = from.host;
      port = from.port;
      limits = from.limits;
      secureCookies = from.secureCookies;
      trustedProxies = from.trustedProxies;
      authnHeaderFrom = from.authnHeaderFrom;
      acceptUnknownActions = from.acceptUnknownActions;
      openMetrics = from.openMetrics;
      tls = from.tls;
      basePath = from.basePath;
      traceUrl = from.traceUrl;
    }

    ServerOptions options() {
      return new ServerOptions(
          host,
          port,
          limits,
          secureCookies,
          trustedProxies,
          authnHeaderFrom,
          acceptUnknownActions,
          openMetrics,
          tls,
          basePath,
          traceUrl);
    }
  }
}
