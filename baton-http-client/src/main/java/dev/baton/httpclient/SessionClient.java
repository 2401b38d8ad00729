// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.HttpTransport.ServerRequest;
import dev.baton.httpclient.HttpTransport.ServerResponse;
import dev.baton.protocol.LoginJson;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests in a login session. Logs in before the first request, and again when the server
 * rejects the session. A request that the server rejects is repeated once in a new session; no
 * other request is repeated. Thread-safe.
 */
public final class SessionClient {

  /**
   * How a client logs in.
   *
   * @param minInterval the minimum time between two logins because of rejected requests. If a
   *     request is rejected so soon after a login, the reason is a missing right, not an ended
   *     session
   * @param beforeExpiry whether the client also logs in again before the cookies of the session
   *     expire
   * @param group the group to which the client switches after a login with a password, or null
   */
  public record LoginRules(Duration minInterval, boolean beforeExpiry, @Nullable String group) {}

  /**
   * A login session.
   *
   * @param number the number of the login; a session with a larger number is newer
   * @param headers the headers that prove the identity
   * @param freshUntil before this moment, a rejected request means a missing right, not an ended
   *     session
   * @param goodUntil the moment from which the client logs in again before it sends a request
   */
  private record ClientSession(
      int number, Map<String, String> headers, Deadline freshUntil, Deadline goodUntil) {
    @Override
    public String toString() {
      return "Session[number=" + number + "]";
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(SessionClient.class);
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final HttpTransport httpTransport;
  private final Authentication authentication;
  private final LoginRules loginRules;
  private final Clock clock;
  // Held during the login request. If many threads find that the session has ended, only one of
  // them logs in.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile ClientSession current; // written under the lock, read by any

  /** Creates a client. Does not contact the server. */
  public SessionClient(
      HttpTransport httpTransport,
      Authentication authentication,
      LoginRules loginRules,
      Clock clock) {
    this.httpTransport = httpTransport;
    this.authentication = authentication;
    this.loginRules = loginRules;
    this.clock = clock;
    this.current = new ClientSession(0, Map.of(), after(Duration.ZERO), after(Duration.ZERO));
  }

  /**
   * Sends a request, and returns the answer whatever its status.
   *
   * @throws ForbiddenException if the server refuses the credentials
   * @throws UnavailableException if there is no answer; its cause is a {@link NotSentException} if
   *     nothing was sent, for example because the login failed
   */
  public ServerResponse send(ServerRequest serverRequest) {
    ClientSession session = current;
    if (session.goodUntil().isPast(clock)) {
      session = newerThan(session);
    }
    ServerResponse serverResponse = httpTransport.send(serverRequest, session.headers());
    boolean refused = serverResponse.status() == 401 || serverResponse.status() == 403;
    return refused && authentication instanceof Credentials && session.freshUntil().isPast(clock)
        ? httpTransport.send(serverRequest, newerThan(session).headers())
        : serverResponse;
  }

  private ClientSession newerThan(ClientSession old) {
    lock.lock();
    try {
      if (current.number() == old.number()) {
        current = next(old.number() + 1);
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  private ClientSession next(int number) {
    return switch (authentication) {
      case Authentication.AuthenticationHeader header ->
          new ClientSession(
              number,
              Map.of(header.name(), header.value()),
              after(loginRules.minInterval()),
              after(FOREVER));
      case Credentials.Password password ->
          inGroup(logIn(number, LoginJson.byPassword(password.user(), password.password())));
      case Credentials.ApiKey key ->
          logIn(number, LoginJson.byApiKey(key.key(), key.secret())).session();
    };
  }

  private Deadline after(Duration duration) {
    return Deadline.after(clock.nanos(), duration);
  }

  /** A new login session, with the id that the server gave it. */
  private record LoggedIn(ClientSession session, String id) {}

  private LoggedIn logIn(int number, JsonNode document) {
    Deadline fresh = after(loginRules.minInterval());
    ServerResponse serverResponse =
        sendLogin(ServerRequest.json("POST", "/api/session", document), Map.of());
    return switch (serverResponse.status()) {
      case 200, 201 ->
          new LoggedIn(
              session(number, fresh, cookies(serverResponse)),
              serverResponse.json().path("resource-id").asText(""));
      case 401, 403 ->
          throw new ForbiddenException(
              "the server at "
                  + httpTransport.endpoint()
                  + " refuses the login of "
                  + authentication
                  + "; check the name, the password or secret, and that the user or key is active");
      default ->
          throw notSent(new IOException("login answered with status " + serverResponse.status()));
    };
  }

  /**
   * Switches the session to the group of the rules, because administrators of Nuvla have their
   * rights only after this switch. Returns the session unchanged if the user may not switch.
   */
  private ClientSession inGroup(LoggedIn login) {
    ClientSession session = login.session();
    if (loginRules.group() == null || !login.id().matches("session/[a-zA-Z0-9-]+")) {
      return session;
    }
    ObjectNode claim = JsonNodeFactory.instance.objectNode().put("claim", loginRules.group());
    ServerResponse serverResponse =
        sendLogin(
            ServerRequest.json("POST", "/api/" + login.id() + "/switch-group", claim),
            session.headers());
    if (serverResponse.isGood() && !cookies(serverResponse).isEmpty()) {
      return session(session.number(), session.freshUntil(), cookies(serverResponse));
    }
    LOG.debug(
        "user of a login is not a member of a group: user={} group={}",
        authentication,
        loginRules.group());
    return session;
  }

  private static List<String> cookies(ServerResponse serverResponse) {
    return serverResponse.headers().allValues("Set-Cookie");
  }

  private ClientSession session(int number, Deadline fresh, List<String> cookies) {
    String header =
        cookies.stream()
            .map(cookie -> cookie.split(";", 2)[0].strip())
            .collect(Collectors.joining("; "));
    Duration lifetime =
        loginRules.beforeExpiry() ? CookieLifetime.of(cookies, clock.now()) : FOREVER;
    return new ClientSession(
        number, header.isEmpty() ? Map.of() : Map.of("Cookie", header), fresh, after(lifetime));
  }

  private ServerResponse sendLogin(ServerRequest serverRequest, Map<String, String> headers) {
    try {
      return httpTransport.send(serverRequest, headers);
    } catch (UnavailableException e) {
      throw notSent(e);
    }
  }

  private UnavailableException notSent(Exception cause) {
    return new UnavailableException(
        "cannot log in to the server at " + httpTransport.endpoint() + ": " + cause.getMessage(),
        new NotSentException(cause));
  }
}
