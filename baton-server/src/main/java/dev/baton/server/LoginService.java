// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.AccountStore;
import dev.baton.access.ApiKey;
import dev.baton.access.Caller;
import dev.baton.access.LoginClient;
import dev.baton.access.Principals;
import dev.baton.access.Session;
import dev.baton.access.User;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Opens and ends sessions, and finds the callers of sessions and API keys. Thread-safe. The end of
 * a session, key or user takes effect as soon as the account store shows it: see {@link
 * AccountCache}.
 */
public final class LoginService {

  /** How long a session is valid. */
  public static final Duration SESSION_LENGTH = Duration.ofDays(7);

  /** The method of sessions that were opened with an API key. */
  public static final String API_KEY = "api-key";

  /** The largest number of sessions of one user. One more session ends the oldest session. */
  static final int MAX_SESSIONS = 10_000;

  /**
   * A session and its new token.
   *
   * @param token a secret; the store keeps only its digest
   */
  public record OpenedSession(Session session, String token) {
    @Override
    public String toString() {
      return "Opened[" + session + "]";
    }
  }

  private final AccountStore store;
  private final Accounts accounts;
  private final Clock clock;
  private final CallerResolver callerResolver;
  private final ApiKeys keys;
  private final int maxSessions;

  LoginService(AccountStore store, Accounts accounts, Clock clock, int maxSessions) {
    this.maxSessions = maxSessions;
    this.store = store;
    this.accounts = accounts;
    this.clock = clock;
    this.callerResolver = new CallerResolver(accounts);
    this.keys = new ApiKeys(store, callerResolver, clock);
  }

  /** Creates a login service for the given accounts. Sessions and keys are kept in the store. */
  public static LoginService of(AccountStore store, Accounts accounts, Clock clock) {
    return new LoginService(store, accounts, clock, MAX_SESSIONS);
  }

  /** The API keys. */
  public ApiKeys keys() {
    return keys;
  }

  /**
   * Opens a session with all rights of a user. The caller has verified that the client is this
   * user.
   *
   * @param method the name of the login method that verified it
   * @param identifier the name under which the user logged in
   */
  public OpenedSession open(User user, String method, String identifier, LoginClient client) {
    Instant expiry = clock.now().plus(SESSION_LENGTH);
    return open(method, identifier, "", user.id(), user.id(), claimsOf(user), expiry, client);
  }

  /**
   * Logs in with an API key.
   *
   * @param key the id of the key, with or without {@code credential/}
   * @throws ForbiddenException if there is no such key, the key has expired, or the secret is wrong
   */
  public OpenedSession byKey(String key, String secret, LoginClient client) {
    ApiKey found = keys.require(key, secret);
    Instant expiry = clock.now().plus(SESSION_LENGTH);
    Instant keyExpiry = found.expiry();
    if (keyExpiry != null && keyExpiry.isBefore(expiry)) {
      expiry = keyExpiry;
    }
    return open(
        API_KEY,
        found.id(),
        found.id(),
        found.userId(),
        found.activeClaim(),
        found.claims(),
        expiry,
        client);
  }

  private OpenedSession open(
      String method,
      String identifier,
      String credential,
      String userId,
      String activeClaim,
      Set<String> claims,
      Instant expiry,
      LoginClient client) {
    String id = "session/" + UUID.randomUUID();
    String token = SecretTokens.random();
    Set<String> all = new LinkedHashSet<>(claims);
    all.add(Principals.ANONYMOUS);
    all.add(id);
    Session session =
        new Session(
            id,
            SecretTokens.digest(token),
            method,
            identifier,
            credential,
            userId,
            activeClaim,
            all,
            clock.now(),
            expiry,
            client);
    store.addSession(session);
    store.deleteSessionsBeyond(userId, maxSessions);
    return new OpenedSession(session, token);
  }

  private static Set<String> claimsOf(User user) {
    Set<String> claims = new LinkedHashSet<>(Set.of(user.id(), Principals.USER));
    if (user.admin()) {
      claims.add(Principals.ADMIN);
    }
    return claims;
  }

  /**
   * The caller that the token of a session identifies. Empty if the token is unknown or expired.
   */
  public Optional<Caller> byToken(String token) {
    return sessionOf(token).flatMap(this::callerOf);
  }

  private Optional<Session> session(String digest) {
    return store.sessionByToken(digest).filter(session -> session.expiry().isAfter(clock.now()));
  }

  /** Returns the session to which a token belongs; empty if the session has expired. */
  public Optional<Session> sessionOf(String token) {
    return session(SecretTokens.digest(token));
  }

  private Optional<Caller> callerOf(Session session) {
    return callerResolver.resolve(
        session.userId(),
        session.activeClaim(),
        session.claims(),
        session.id(),
        session.credentialId().isEmpty() ? null : session.credentialId());
  }

  /**
   * Returns the valid sessions of all users, newest first.
   *
   * @param limit the largest number of sessions
   */
  public List<Session> sessions(int limit) {
    return store.sessionsValidAfter(clock.now(), limit);
  }

  /** Ends a session. */
  public void logout(String sessionId) {
    if (!store.deleteSession(sessionId)) {
      throw new NotFoundException(sessionId + " not found");
    }
  }

  /**
   * Returns the groups to which a session can switch: the groups of its user and, if it was opened
   * with an API key, of these only the groups that the key grants.
   */
  public List<String> groupsOf(Session session) {
    boolean admin = accounts.user(session.userId()).map(User::admin).orElse(false);
    List<String> groups =
        admin ? List.of(Principals.ADMIN, Principals.EXECUTOR) : List.<String>of();
    return groups.stream().filter(claimsOfLogin(session)::contains).toList();
  }

  /** The claims that the login of the session gave, apart from those of the session itself. */
  private Set<String> claimsOfLogin(Session session) {
    if (!session.credentialId().isEmpty()) {
      return store.key(session.credentialId()).map(ApiKey::claims).orElse(Set.of());
    }
    Set<String> claims = claimsOf(accounts.user(session.userId()).orElseThrow());
    if (claims.contains(Principals.ADMIN)) {
      claims.add(Principals.EXECUTOR);
    }
    return claims;
  }

  /**
   * Switches a session to a group of its user, or back to the user. The session then has the claims
   * of the group or of its login. It keeps its id and gets a new token. A session that was opened
   * with an API key never gets more claims than the key grants.
   *
   * @throws ForbiddenException if the session cannot switch to the group
   */
  public OpenedSession switchGroup(Session session, String claim) {
    Set<String> granted = claimsOfLogin(session);
    boolean back = claim.equals(session.userId());
    if (!back && !groupsOf(session).contains(claim)) {
      throw new ForbiddenException(
          "Switch group cannot be done to requested group: " + ApiKeys.shown(claim) + "!");
    }
    Set<String> claims = new LinkedHashSet<>(granted);
    if (!back) {
      claims.retainAll(Set.of(claim, Principals.USER));
    }
    claims.add(Principals.ANONYMOUS);
    claims.add(session.id());
    String token = SecretTokens.random();
    Session switched =
        new Session(
            session.id(),
            SecretTokens.digest(token),
            session.method(),
            session.identifier(),
            session.credentialId(),
            session.userId(),
            claim,
            claims,
            session.created(),
            session.expiry(),
            session.client());
    store.deleteSession(session.id());
    store.addSession(switched);
    return new OpenedSession(switched, token);
  }

  /** Removes expired sessions and returns their number. */
  public int removeExpired() {
    return store.deleteSessionsExpiredBefore(clock.now());
  }
}
