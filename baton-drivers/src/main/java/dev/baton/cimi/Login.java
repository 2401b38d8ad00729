// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.cimi.CimiBackend.Credentials;
import dev.baton.cimi.Http.Answer;
import dev.baton.cimi.Http.Request;
import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.wire.LoginForm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session with the server: made when first needed, and anew before it expires or when the
 * server forgot it.
 */
final class Login {

  /**
   * A session.
   *
   * @param headers that prove who asks
   * @param freshUntil a refusal before is about rights, not about the session
   * @param goodUntil when to make another
   */
  record Session(int number, Map<String, String> headers, Deadline freshUntil, Deadline goodUntil) {
    @Override
    public String toString() {
      return "Session[number=" + number + "]";
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Login.class);
  private static final String PATH = "/api/session";
  private static final String ADMIN = "group/nuvla-admin";

  /** New sessions cost the server a hash of a password: not more often than so. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Http http;
  private final Credentials credentials;
  private final Clock clock;
  // Held during the request, so that threads whose session ended log in once and not each.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Session current; // written under the lock, read by any

  Login(Http http, Credentials credentials, Clock clock) {
    this.http = http;
    this.credentials = credentials;
    this.clock = clock;
    this.current =
        new Session(0, Map.of(), new Deadline(clock.nanos()), new Deadline(clock.nanos()));
  }

  /**
   * The present session.
   *
   * @throws ForbiddenException if the server refuses the credentials
   * @throws UnavailableException if it does not answer; what needed the session was not sent
   */
  Session session() {
    Session session = current;
    return session.goodUntil().isPast(clock) ? after(session) : session;
  }

  /** Whether another session could help after the server refused a request in this one. */
  boolean canRenew(Session refused) {
    return credentials.canLogIn() && refused.freshUntil().isPast(clock);
  }

  /** A session that is newer than the given one. */
  Session after(Session old) {
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

  private Session next(int number) {
    Deadline fresh = Deadline.after(clock.nanos(), FRESH);
    return switch (credentials) {
      case Credentials.Header header ->
          new Session(number, Map.of("nuvla-authn-info", header.value()), fresh, forEver());
      case Credentials.Cookies cookies ->
          new Session(number, Map.of("Cookie", cookies.value()), fresh, forEver());
      case Credentials.Password password -> asAdministrator(loggedIn(number, fresh));
      case Credentials.ApiKey key -> loggedIn(number, fresh).session();
    };
  }

  private Deadline forEver() {
    return Deadline.after(clock.nanos(), Duration.ofDays(36_500));
  }

  /** A session and the id under which the server has it. */
  private record LoggedIn(Session session, String id) {}

  private LoggedIn loggedIn(int number, Deadline fresh) {
    Answer answer = send(Request.json("POST", PATH, document()), Map.of());
    return switch (answer.status()) {
      case 200, 201 ->
          new LoggedIn(
              session(number, fresh, answer.cookies()),
              answer.body().path("resource-id").asText(""));
      case 401, 403 ->
          throw new ForbiddenException(
              "the server at "
                  + http.endpoint()
                  + " refuses the login of "
                  + credentials
                  + "; check the name and the password or secret, and that it is active");
      default -> throw notSent(new IOException("login answered with status " + answer.status()));
    };
  }

  /**
   * Nuvla's administrators are so only after they switched to their group. Whoever may not stays
   * what he is.
   */
  private Session asAdministrator(LoggedIn login) {
    Session session = login.session();
    if (!login.id().matches("session/[a-zA-Z0-9-]+")) {
      return session;
    }
    ObjectNode claim = JsonNodeFactory.instance.objectNode().put("claim", ADMIN);
    Answer answer =
        send(
            Request.json("POST", "/api/" + login.id() + "/switch-group", claim), session.headers());
    if (answer.isGood() && !answer.cookies().isEmpty()) {
      return session(session.number(), session.freshUntil(), answer.cookies());
    }
    LOG.debug("{} is no member of {}", credentials, ADMIN);
    return session;
  }

  private Session session(int number, Deadline fresh, List<String> cookies) {
    String header =
        cookies.stream()
            .map(cookie -> cookie.split(";", 2)[0].strip())
            .collect(Collectors.joining("; "));
    Deadline good = Deadline.after(clock.nanos(), CookieLife.of(cookies, clock.now()));
    return new Session(number, Map.of("Cookie", header), fresh, good);
  }

  private Answer send(Request request, Map<String, String> headers) {
    try {
      return http.send(request, headers);
    } catch (UnavailableException e) {
      throw notSent(e);
    }
  }

  private JsonNode document() {
    return switch (credentials) {
      case Credentials.Password password ->
          LoginForm.byPassword(password.user(), password.password());
      case Credentials.ApiKey key -> LoginForm.byApiKey(key.key(), key.secret());
      case Credentials.Header header -> throw new IllegalStateException("a header needs no login");
      case Credentials.Cookies cookies -> throw new IllegalStateException("cookies need no login");
    };
  }

  private UnavailableException notSent(Exception cause) {
    return new UnavailableException(
        "cannot log in to the server at " + http.endpoint() + ": " + cause.getMessage(),
        new NotSent(cause));
  }
}
