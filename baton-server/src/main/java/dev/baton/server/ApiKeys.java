// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.AccountStore;
import dev.baton.access.ApiKey;
import dev.baton.access.Caller;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.error.QuotaExceededException;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The API keys of an installation. Thread-safe. */
public final class ApiKeys {

  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final int MAX_SHOWN = 60;

  /**
   * A new key and its secret.
   *
   * @param secret shown only once; the store keeps only its digest
   */
  public record NewKey(ApiKey key, String secret) {
    @Override
    public String toString() {
      return "NewKey[" + key + "]";
    }
  }

  private final AccountStore store;
  private final CallerResolver callerResolver;
  private final Clock clock;
  private final ReentrantLock adding = new ReentrantLock();

  ApiKeys(AccountStore store, CallerResolver callerResolver, Clock clock) {
    this.store = store;
    this.callerResolver = callerResolver;
    this.clock = clock;
  }

  /** All keys, including expired keys. */
  public List<ApiKey> all() {
    return store.keys();
  }

  /**
   * Adds an API key unless its user has too many keys.
   *
   * @param max the largest number of valid keys that the user may have, including the new key
   * @param claims the claims that the key grants
   * @param ttl how long the key is valid; null if it does not expire
   * @throws QuotaExceededException if the user would have more keys than {@code max}
   */
  public NewKey add(
      int max,
      String name,
      String userId,
      String activeClaim,
      Set<String> claims,
      @Nullable Duration ttl) {
    // The lock makes quota check and insertion one step: otherwise two concurrent calls could both
    // pass the quota check.
    adding.lock();
    try {
      checkQuota(userId, max);
      return add(name, userId, activeClaim, claims, ttl);
    } finally {
      adding.unlock();
    }
  }

  private void checkQuota(String userId, int max) {
    long valid =
        store.keysOf(userId).stream()
            .filter(key -> key.expiry() == null || clock.now().isBefore(key.expiry()))
            .count();
    if (valid >= max) {
      throw new QuotaExceededException(
          "'"
              + userId
              + "' has "
              + valid
              + " API keys; allowed: "
              + max
              + " (setting quota-keys-per-user); delete those that are not used, or let keys expire"
              + " (ttl)");
    }
  }

  /**
   * Adds an API key without a quota check.
   *
   * @param claims the claims that the key grants
   * @param ttl how long the key is valid; null if it does not expire
   */
  public NewKey add(
      String name, String userId, String activeClaim, Set<String> claims, @Nullable Duration ttl) {
    String secret = SecretTokens.random();
    Duration bounded = ttl != null && ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
    ApiKey key =
        new ApiKey(
            "credential/" + UUID.randomUUID(),
            name,
            SecretTokens.digest(secret),
            userId,
            activeClaim,
            claims,
            clock.now(),
            bounded == null ? null : clock.now().plus(bounded));
    store.addKey(key);
    return new NewKey(key, secret);
  }

  /** Removes a key and the sessions that were opened with it. */
  public void delete(String id) {
    if (!store.deleteKey(id)) {
      throw new NotFoundException(id + " not found");
    }
  }

  /**
   * Returns the caller that sends this key and secret with a request instead of logging in. Empty
   * if key or secret is not valid.
   */
  public Optional<Caller> caller(String key, String secret) {
    return find(key, secret).flatMap(this::callerOf);
  }

  /**
   * Returns the key if the secret is right and its user is active.
   *
   * @param key the id of the key, with or without {@code credential/}
   */
  ApiKey require(String key, String secret) {
    return find(key, secret)
        .filter(found -> callerOf(found).isPresent())
        .orElseThrow(() -> new ForbiddenException("invalid credentials for '" + shown(key) + "'"));
  }

  private Optional<Caller> callerOf(ApiKey key) {
    return callerResolver.resolve(key.userId(), key.activeClaim(), key.claims(), null, key.id());
  }

  private Optional<ApiKey> find(String name, String secret) {
    String id = name.startsWith("credential/") ? name : "credential/" + name;
    String digest = SecretTokens.digest(secret);
    return store
        .key(id)
        .filter(key -> SecretTokens.equalsInConstantTime(key.secretHash(), digest))
        .filter(key -> key.expiry() == null || clock.now().isBefore(key.expiry()));
  }

  /** The text that a client sent, shortened for an error message. */
  static String shown(String text) {
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
  }
}
