// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.cimi.CimiBackend.CimiCredentials;
import dev.baton.cimi.CimiHttp.CimiRequest;
import dev.baton.cimi.CimiHttp.CimiResponse;
import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.wire.LoginJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The login session at the server. It logs in when first needed, before the session expires, and
 * when the server has forgotten the session.
 */
final class CimiLogin {

  /**
   * A login session.
   *
   * @param number counts the logins, so that a session can be compared with a newer one
   * @param headers the headers that carry the credentials
   * @param freshUntil until then a rejected request means missing rights, not an ended session
   * @param goodUntil the moment at which the next session is created
   */
  record CimiSession(
      int number, Map<String, String> headers, Deadline freshUntil, Deadline goodUntil) {
    @Override
    public String toString() {
      return "Session[number=" + number + "]";
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(CimiLogin.class);
  private static final String PATH = "/api/session";
  private static final String ADMIN = "group/nuvla-admin";

  /** The minimum time between two logins, because each login costs the server a password hash. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final CimiHttp cimiHttp;
  private final CimiCredentials cimiCredentials;
  private final Clock clock;
  // Held during the login request, so that threads whose session ended log in once and not each.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile CimiSession current; // written under the lock, read by any

  CimiLogin(CimiHttp cimiHttp, CimiCredentials cimiCredentials, Clock clock) {
    this.cimiHttp = cimiHttp;
    this.cimiCredentials = cimiCredentials;
    this.clock = clock;
    this.current =
        new CimiSession(0, Map.of(), new Deadline(clock.nanos()), new Deadline(clock.nanos()));
  }

  /**
   * Returns the current login session.
   *
   * @throws ForbiddenException if the server rejects the credentials
   * @throws UnavailableException if the server does not answer; the call that needed the session
   *     was not sent
   */
  CimiSession session() {
    CimiSession cimiSession = current;
    return cimiSession.goodUntil().isPast(clock) ? after(cimiSession) : cimiSession;
  }

  /** Whether a new session could help after the server rejected a request in the given session. */
  boolean canRenew(CimiSession refused) {
    return cimiCredentials.canLogIn() && refused.freshUntil().isPast(clock);
  }

  /** Returns a session that is newer than the given session. */
  CimiSession after(CimiSession old) {
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

  private CimiSession next(int number) {
    Deadline fresh = Deadline.after(clock.nanos(), FRESH);
    return switch (cimiCredentials) {
      case CimiCredentials.Header header ->
          new CimiSession(number, Map.of("nuvla-authn-info", header.value()), fresh, forEver());
      case CimiCredentials.Cookies cookies ->
          new CimiSession(number, Map.of("Cookie", cookies.value()), fresh, forEver());
      case CimiCredentials.Password password -> asAdministrator(loggedIn(number, fresh));
      case CimiCredentials.ApiKey key -> loggedIn(number, fresh).session();
    };
  }

  private Deadline forEver() {
    return Deadline.after(clock.nanos(), Duration.ofDays(36_500));
  }

  /** A session with the id that the server gave it. */
  private record LoggedIn(CimiSession session, String id) {}

  private LoggedIn loggedIn(int number, Deadline fresh) {
    CimiResponse cimiResponse = send(CimiRequest.json("POST", PATH, document()), Map.of());
    return switch (cimiResponse.status()) {
      case 200, 201 ->
          new LoggedIn(
              session(number, fresh, cimiResponse.cookies()),
              cimiResponse.body().path("resource-id").asText(""));
      case 401, 403 ->
          throw new ForbiddenException(
              "the server at "
                  + cimiHttp.endpoint()
                  + " refuses the login of "
                  + cimiCredentials
                  + "; check the name, the password or secret, and that the user or key is active");
      default ->
          throw notSent(new IOException("login answered with status " + cimiResponse.status()));
    };
  }

  /**
   * Switches the session to the group of administrators, because Nuvla's administrators have their
   * rights only after this switch. Returns the unchanged session for a user who may not switch.
   */
  private CimiSession asAdministrator(LoggedIn login) {
    CimiSession cimiSession = login.session();
    if (!login.id().matches("session/[a-zA-Z0-9-]+")) {
      return cimiSession;
    }
    ObjectNode claim = JsonNodeFactory.instance.objectNode().put("claim", ADMIN);
    CimiResponse cimiResponse =
        send(
            CimiRequest.json("POST", "/api/" + login.id() + "/switch-group", claim),
            cimiSession.headers());
    if (cimiResponse.isGood() && !cimiResponse.cookies().isEmpty()) {
      return session(cimiSession.number(), cimiSession.freshUntil(), cimiResponse.cookies());
    }
    LOG.debug("{} is not a member of {}", cimiCredentials, ADMIN);
    return cimiSession;
  }

  private CimiSession session(int number, Deadline fresh, List<String> cookies) {
    String header =
        cookies.stream()
            .map(cookie -> cookie.split(";", 2)[0].strip())
            .collect(Collectors.joining("; "));
    Deadline good = Deadline.after(clock.nanos(), CookieLifetime.of(cookies, clock.now()));
    return new CimiSession(number, Map.of("Cookie", header), fresh, good);
  }

  private CimiResponse send(CimiRequest cimiRequest, Map<String, String> headers) {
    try {
      return cimiHttp.send(cimiRequest, headers);
    } catch (UnavailableException e) {
      throw notSent(e);
    }
  }

  private JsonNode document() {
    return switch (cimiCredentials) {
      case CimiCredentials.Password password ->
          LoginJson.byPassword(password.user(), password.password());
      case CimiCredentials.ApiKey key -> LoginJson.byApiKey(key.key(), key.secret());
      case CimiCredentials.Header header ->
          throw new IllegalStateException("a header needs no login");
      case CimiCredentials.Cookies cookies ->
          throw new IllegalStateException("cookies need no login");
    };
  }

  private UnavailableException notSent(Exception cause) {
    return new UnavailableException(
        "cannot log in to the server at " + cimiHttp.endpoint() + ": " + cause.getMessage(),
        new CimiNotSentException(cause));
  }
}
