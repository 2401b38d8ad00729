// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.AccountStore;
import dev.baton.access.ApiKey;
import dev.baton.access.Caller;
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
import org.jspecify.annotations.Nullable;

/**
 * Sessions and API keys, and who comes with them. Thread-safe. An end of a session, key or user is
 * seen at once by this process and within seconds by others on the same store.
 */
public final class Logins {

  /** How long a session lasts. */
  public static final Duration SESSION_LENGTH = Duration.ofDays(7);

  private static final Duration LONGEST_KEY = Duration.ofDays(3650);

  /**
   * A session, and the token that its owner shows from now on.
   *
   * @param token secret, not stored
   */
  public record Opened(Session session, String token) {
    @Override
    public String toString() {
      return "Opened[" + session + "]";
    }
  }

  /**
   * A key, and its secret.
   *
   * @param secret not stored, shown once
   */
  public record NewKey(ApiKey key, String secret) {
    @Override
    public String toString() {
      return "NewKey[" + key + "]";
    }
  }

  private final AccountStore store;
  private final Accounts accounts;
  private final Clock clock;
  private final CallerCache cache;

  private Logins(AccountStore store, Accounts accounts, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.clock = clock;
    this.cache = new CallerCache(clock);
  }

  /** Logins of the given accounts, kept in the store. */
  public static Logins of(AccountStore store, Accounts accounts, Clock clock) {
    return new Logins(store, accounts, clock);
  }

  /**
   * Logs in with a password.
   *
   * @throws ForbiddenException as {@link Accounts#authenticate}
   */
  public Opened byPassword(String name, String password, String address) {
    User user = accounts.authenticate(name, password, address);
    Instant expiry = clock.now().plus(SESSION_LENGTH);
    return open("password", name, "", user.id(), user.id(), claimsOf(user), expiry);
  }

  /**
   * Logs in with an API key.
   *
   * @param key id of the key, with or without {@code credential/}
   * @throws ForbiddenException if there is no such key, it expired, or the secret is wrong
   */
  public Opened byKey(String key, String secret) {
    ApiKey found = validKey(key, secret);
    Instant expiry = clock.now().plus(SESSION_LENGTH);
    Instant keyExpiry = found.expiry();
    if (keyExpiry != null && keyExpiry.isBefore(expiry)) {
      expiry = keyExpiry;
    }
    return open(
        "api-key",
        found.id(),
        found.id(),
        found.userId(),
        found.activeClaim(),
        found.claims(),
        expiry);
  }

  private Opened open(
      String method,
      String identifier,
      String credential,
      String userId,
      String activeClaim,
      Set<String> claims,
      Instant expiry) {
    String id = "session/" + UUID.randomUUID();
    String token = Tokens.random();
    Set<String> all = new LinkedHashSet<>(claims);
    all.add(Principals.ANONYMOUS);
    all.add(id);
    Session session =
        new Session(
            id,
            Tokens.digest(token),
            method,
            identifier,
            credential,
            userId,
            activeClaim,
            all,
            clock.now(),
            expiry);
    store.addSession(session);
    return new Opened(session, token);
  }

  private static Set<String> claimsOf(User user) {
    Set<String> claims = new LinkedHashSet<>(Set.of(user.id(), Principals.USER));
    if (user.admin()) {
      claims.add(Principals.ADMIN);
    }
    return claims;
  }

  /** Who comes with a session's token; empty if it is not, or no longer, one. */
  public Optional<Caller> byToken(String token) {
    String digest = Tokens.digest(token);
    return cache.get("session:" + digest, () -> session(digest).flatMap(this::callerOf));
  }

  private Optional<Session> session(String digest) {
    return store.sessionByToken(digest).filter(session -> session.expiry().isAfter(clock.now()));
  }

  /** The session that a token belongs to, for its owner to look at. */
  public Optional<Session> sessionOf(String token) {
    return session(Tokens.digest(token));
  }

  private Optional<Caller> callerOf(Session session) {
    return caller(session.userId(), session.activeClaim(), session.claims(), session.id());
  }

  /** Who comes with a key and its secret, without a session. */
  public Optional<Caller> withKey(String key, String secret) {
    String name = "key:" + Tokens.digest(key + ":" + secret);
    return cache.get(name, () -> key(key, secret).flatMap(this::callerOf));
  }

  private Optional<Caller> callerOf(ApiKey key) {
    return caller(key.userId(), key.activeClaim(), key.claims(), null);
  }

  /** Whatever was granted once counts only while the user is active, and administrator. */
  private Optional<Caller> caller(
      String userId, String activeClaim, Set<String> granted, @Nullable String session) {
    return accounts
        .user(userId)
        .filter(User::active)
        .map(user -> {
          Set<String> claims = new LinkedHashSet<>(granted);
          claims.add(Principals.ANONYMOUS);
          if (!user.admin()) {
            claims.remove(Principals.ADMIN);
          }
          boolean demoted = !user.admin() && activeClaim.equals(Principals.ADMIN);
          return new Caller(userId, demoted ? userId : activeClaim, claims, session);
        });
  }

  private ApiKey validKey(String key, String secret) {
    return key(key, secret)
        .filter(found -> callerOf(found).isPresent())
        .orElseThrow(() -> new ForbiddenException("invalid credentials for '" + shown(key) + "'"));
  }

  private Optional<ApiKey> key(String name, String secret) {
    String id = name.startsWith("credential/") ? name : "credential/" + name;
    String digest = Tokens.digest(secret);
    return store.keys().stream()
        .filter(key -> key.id().equals(id))
        .filter(key -> Tokens.same(key.secretHash(), digest))
        .filter(key -> key.expiry() == null || clock.now().isBefore(key.expiry()))
        .findFirst();
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  /** Ends a session. */
  public void logout(String sessionId) {
    if (!store.deleteSession(sessionId)) {
      throw new NotFoundException(sessionId + " not found");
    }
    cache.clear();
  }

  /** The groups that a user may act as. */
  public List<String> groupsOf(String userId) {
    boolean admin = accounts.user(userId).map(User::admin).orElse(false);
    return admin ? List.of(Principals.ADMIN, Principals.EXECUTOR) : List.of();
  }

  /**
   * Lets a session act as a group, or as the user again: the same session with a new token.
   *
   * @throws ForbiddenException if the user is not a member
   */
  public Opened switchGroup(Session session, String claim) {
    boolean back = claim.equals(session.userId());
    if (!back && !groupsOf(session.userId()).contains(claim)) {
      throw new ForbiddenException(
          "Switch group cannot be done to requested group: " + shown(claim) + "!");
    }
    User user = accounts.user(session.userId()).orElseThrow();
    Set<String> claims =
        back
            ? new LinkedHashSet<>(claimsOf(user))
            : new LinkedHashSet<>(Set.of(claim, Principals.USER));
    claims.add(Principals.ANONYMOUS);
    claims.add(session.id());
    String token = Tokens.random();
    Session switched =
        new Session(
            session.id(),
            Tokens.digest(token),
            session.method(),
            session.identifier(),
            session.credentialId(),
            session.userId(),
            claim,
            claims,
            session.created(),
            session.expiry());
    store.deleteSession(session.id());
    store.addSession(switched);
    cache.clear();
    return new Opened(switched, token);
  }

  /**
   * A new API key.
   *
   * @param ttl how long it is valid; null is for ever
   * @param claims what it gives
   */
  public NewKey addKey(
      String name, String userId, String activeClaim, Set<String> claims, @Nullable Duration ttl) {
    String secret = Tokens.random();
    Duration bounded = ttl != null && ttl.compareTo(LONGEST_KEY) > 0 ? LONGEST_KEY : ttl;
    ApiKey key =
        new ApiKey(
            "credential/" + UUID.randomUUID(),
            name,
            Tokens.digest(secret),
            userId,
            activeClaim,
            claims,
            clock.now(),
            bounded == null ? null : clock.now().plus(bounded));
    store.addKey(key);
    return new NewKey(key, secret);
  }

  public List<ApiKey> keys() {
    return store.keys();
  }

  /** Removes a key and the sessions made with it. */
  public void deleteKey(String id) {
    if (!store.deleteKey(id)) {
      throw new NotFoundException(id + " not found");
    }
    cache.clear();
  }

  /** To be called after a change of users, so that it counts at once. */
  public void forget() {
    cache.clear();
  }

  /** Removes what expired; answers how many sessions. */
  public int removeExpired() {
    return store.deleteSessionsExpiredBefore(clock.now());
  }
}
