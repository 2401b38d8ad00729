// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.AccountStore;
import dev.baton.access.ApiKey;
import dev.baton.access.Session;
import dev.baton.access.User;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * An account store that remembers single users, keys and sessions for {@link #MAX_AGE}, so that not
 * every request reads them. Changes that are made through this object take effect at once. Changes
 * by other processes take effect within {@link #MAX_AGE}. Lists and searches by name are not
 * remembered, nor is the absence of a user, key or session. Thread-safe.
 */
public final class AccountCache implements AccountStore {

  /** The longest time for which a change by another process may be unknown here. */
  public static final Duration MAX_AGE = Duration.ofSeconds(3);

  private static final int MAX_ENTRIES = 10_000;

  /** A user, key or session, and when it was requested from the store. */
  private record Known(Object found, long sinceNanos) {}

  /** Names a remembered object by its kind, and by its id or the hash of its token. */
  private record Name(Class<?> kind, String id) {}

  private final AccountStore store;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // Both fields are guarded by lock.
  private final Map<Name, Known> entries = new BoundedMap<>(MAX_ENTRIES);
  private long generation;

  private AccountCache(AccountStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Returns a store with the content of the given store. */
  public static AccountCache around(AccountStore store, Clock clock) {
    return new AccountCache(store, clock);
  }

  private <T> Optional<T> cached(Class<T> kind, String id, Supplier<Optional<T>> read) {
    Name name = new Name(kind, id);
    long began;
    lock.lock();
    try {
      Known known = entries.get(name);
      if (known != null && clock.nanos() - known.sinceNanos() < MAX_AGE.toNanos()) {
        return Optional.of(kind.cast(known.found()));
      }
      began = generation;
    } finally {
      lock.unlock();
    }
    long sinceNanos = clock.nanos();
    Optional<T> found = read.get();
    found.ifPresent(value -> remember(name, new Known(value, sinceNanos), began));
    return found;
  }

  private void remember(Name name, Known known, long began) {
    lock.lock();
    try {
      // If something was changed since the read began, the value may be older than the change.
      if (generation == began) {
        entries.put(name, known);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes a change, and forgets everything, also if it is unknown whether the change was made. */
  private <T> T change(Supplier<T> change) {
    try {
      return change.get();
    } finally {
      lock.lock();
      try {
        generation++;
        entries.clear();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public void addUser(User user) {
    store.addUser(user);
  }

  @Override
  public boolean updateUser(User present, User edited) {
    return change(() -> store.updateUser(present, edited));
  }

  @Override
  public boolean updateUserAndRevokeLogins(User present, User edited) {
    return change(() -> store.updateUserAndRevokeLogins(present, edited));
  }

  @Override
  public boolean deleteUser(String id) {
    return change(() -> store.deleteUser(id));
  }

  @Override
  public List<User> users() {
    return store.users();
  }

  @Override
  public Optional<User> user(String id) {
    return cached(User.class, id, () -> store.user(id));
  }

  @Override
  public Optional<User> userNamed(String name) {
    return store.userNamed(name);
  }

  @Override
  public void addKey(ApiKey key) {
    store.addKey(key);
  }

  @Override
  public boolean deleteKey(String id) {
    return change(() -> store.deleteKey(id));
  }

  @Override
  public List<ApiKey> keys() {
    return store.keys();
  }

  @Override
  public Optional<ApiKey> key(String id) {
    return cached(ApiKey.class, id, () -> store.key(id));
  }

  @Override
  public List<ApiKey> keysOf(String userId) {
    return store.keysOf(userId);
  }

  @Override
  public void addSession(Session session) {
    store.addSession(session);
  }

  @Override
  public Optional<Session> sessionByToken(String tokenHash) {
    return cached(Session.class, tokenHash, () -> store.sessionByToken(tokenHash));
  }

  @Override
  public List<Session> sessionsValidAfter(Instant moment, int limit) {
    return store.sessionsValidAfter(moment, limit);
  }

  @Override
  public boolean deleteSession(String id) {
    return change(() -> store.deleteSession(id));
  }

  /** Forgets the remembered sessions only if a session was removed: every login calls this. */
  @Override
  public int deleteSessionsBeyond(String userId, int newest) {
    int removed = store.deleteSessionsBeyond(userId, newest);
    return removed == 0 ? 0 : change(() -> removed);
  }

  @Override
  public int deleteSessionsExpiredBefore(Instant moment) {
    return change(() -> store.deleteSessionsExpiredBefore(moment));
  }
}
