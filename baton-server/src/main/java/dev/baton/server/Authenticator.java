// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the caller of a request. The sources are, in this order: the header {@code
 * nuvla-authn-info}, if the other end of the connection is trusted; an API key in the header {@code
 * Authorization}; a session cookie. Without these, the caller is anonymous.
 */
public final class Authenticator {

  /** The cookie that holds the token of a session. Nuvla has used this name since 2024. */
  public static final String COOKIE = "com.com.sixsq.nuvla.cookie";

  private static final String HEADER = "nuvla-authn-info";
  private static final String BASIC = "basic ";

  private final ServerOptions options;
  private final LoginService loginService;

  public Authenticator(ServerOptions options, LoginService loginService) {
    this.options = options;
    this.loginService = loginService;
  }

  /**
   * The caller of the request.
   *
   * @throws ForbiddenException if the Authorization header is present and invalid
   */
  public Caller caller(Request request) {
    if (isTrusted(request)) {
      Optional<Caller> internal = request.header(HEADER).flatMap(Authenticator::fromHeader);
      if (internal.isPresent()) {
        return internal.get();
      }
    }
    Optional<String> authorization = request.header("Authorization");
    if (authorization.isPresent()) {
      return fromBasic(authorization.get());
    }
    // After a change of base-path, a browser sends the cookie of a former session first.
    return request.cookies(COOKIE).stream()
        .flatMap(token -> loginService.byToken(token).stream())
        .findFirst()
        .orElseGet(Caller::anonymous);
  }

  /**
   * Whether the header {@code nuvla-authn-info} of the request is trusted. If a trusted proxy
   * forwarded the request, the client of the proxy must be trusted too. If a trusted peer that is
   * not a trusted proxy forwarded the request, the header is not trusted, because the request may
   * come from any client.
   */
  private boolean isTrusted(Request request) {
    return !request.isForwardedByUntrustedProxy()
        && options.authnHeaderFrom().contains(request.peerAddress())
        && options.authnHeaderFrom().contains(request.remoteAddress());
  }

  /**
   * Parses the value {@code user-id [active-claim [claim …]]} of the header {@code
   * nuvla-authn-info}. The active claim is not added to the claims.
   */
  static Optional<Caller> fromHeader(String value) {
    List<String> words = List.of(value.strip().split("\\s+"));
    String user = words.getFirst();
    if (user.isEmpty()) {
      return Optional.empty();
    }
    Set<String> claims = new LinkedHashSet<>(Set.of(user, Principals.ANONYMOUS));
    words.stream().skip(2).forEach(claims::add);
    @Nullable String session =
        words.stream().skip(1).filter(word -> word.startsWith("session/")).findFirst().orElse(null);
    return Optional.of(new Caller(user, words.size() > 1 ? words.get(1) : user, claims, session));
  }

  private Caller fromBasic(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      throw new ForbiddenException(
          "the Authorization header is not understood; expected Basic with an API key");
    }
    String decoded = decoded(authorization.substring(BASIC.length()).strip());
    int colon = decoded.indexOf(':');
    if (colon < 0) {
      throw new ForbiddenException("the Authorization header is malformed; expected key:secret");
    }
    return loginService
        .keys()
        .caller(decoded.substring(0, colon), decoded.substring(colon + 1))
        .orElseThrow(() -> new ForbiddenException("invalid credentials for the given API key"));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ForbiddenException("the Authorization header is not base64", e);
    }
  }
}
