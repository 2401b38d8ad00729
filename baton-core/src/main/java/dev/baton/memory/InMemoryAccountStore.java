// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.access.AccountStore;
import dev.baton.access.ApiKey;
import dev.baton.access.Session;
import dev.baton.access.User;
import dev.baton.error.ConflictException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class InMemoryAccountStore implements AccountStore {

  // All fields are guarded by the lock of this object.
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, ApiKey> keys = new HashMap<>();
  private final Map<String, Session> sessions = new HashMap<>();

  @Override
  public synchronized void addUser(User user) {
    if (users.containsKey(user.id())) {
      throw new ConflictException("conflict with " + user.id() + ": the id is taken");
    }
    checkName(user);
    users.put(user.id(), user);
  }

  private void checkName(User user) {
    boolean taken =
        users.values().stream()
            .anyMatch(other -> other.name().equals(user.name()) && !other.id().equals(user.id()));
    if (taken) {
      throw new ConflictException("the user name '" + user.name() + "' is taken; choose another");
    }
  }

  @Override
  public synchronized boolean updateUser(User present, User edited) {
    User stored = users.get(edited.id());
    if (stored == null || !stored.hasSameRights(present)) {
      return false;
    }
    checkName(edited);
    users.put(edited.id(), edited);
    return true;
  }

  @Override
  public synchronized boolean updateUserAndRevokeLogins(User present, User edited) {
    boolean isUpdated = updateUser(present, edited);
    if (isUpdated) {
      revokeLogins(edited.id());
    }
    return isUpdated;
  }

  private void revokeLogins(String userId) {
    keys.values().removeIf(key -> key.userId().equals(userId));
    sessions.values().removeIf(session -> session.userId().equals(userId));
  }

  @Override
  public synchronized boolean deleteUser(String id) {
    revokeLogins(id);
    return users.remove(id) != null;
  }

  @Override
  public synchronized List<User> users() {
    return users.values().stream().sorted(Comparator.comparing(User::name)).toList();
  }

  @Override
  public synchronized Optional<User> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  @Override
  public synchronized Optional<User> userNamed(String name) {
    return users.values().stream().filter(user -> user.name().equals(name)).findFirst();
  }

  @Override
  public synchronized void addKey(ApiKey key) {
    if (keys.putIfAbsent(key.id(), key) != null) {
      throw new ConflictException("conflict with " + key.id() + ": the id is taken");
    }
  }

  @Override
  public synchronized boolean deleteKey(String id) {
    sessions.values().removeIf(session -> session.credentialId().equals(id));
    return keys.remove(id) != null;
  }

  @Override
  public synchronized List<ApiKey> keys() {
    return keys.values().stream()
        .sorted(Comparator.comparing(ApiKey::created).thenComparing(ApiKey::id))
        .toList();
  }

  @Override
  public synchronized Optional<ApiKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  @Override
  public synchronized List<ApiKey> keysOf(String userId) {
    return keys().stream().filter(key -> key.userId().equals(userId)).toList();
  }

  @Override
  public synchronized void addSession(Session session) {
    if (sessions.putIfAbsent(session.id(), session) != null) {
      throw new ConflictException("conflict with " + session.id() + ": the id is taken");
    }
  }

  @Override
  public synchronized Optional<Session> sessionByToken(String tokenHash) {
    return sessions.values().stream()
        .filter(session -> session.tokenHash().equals(tokenHash))
        .findFirst();
  }

  @Override
  public synchronized List<Session> sessionsValidAfter(Instant moment, int limit) {
    return sessions.values().stream()
        .filter(session -> session.expiry().isAfter(moment))
        .sorted(Comparator.comparing(Session::created).reversed().thenComparing(Session::id))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean deleteSession(String id) {
    return sessions.remove(id) != null;
  }

  @Override
  public synchronized int deleteSessionsBeyond(String userId, int newest) {
    List<Session> beyond =
        sessions.values().stream()
            .filter(session -> session.userId().equals(userId))
            .sorted(Comparator.comparing(Session::created).reversed())
            .skip(newest)
            .toList();
    beyond.forEach(session -> sessions.remove(session.id()));
    return beyond.size();
  }

  @Override
  public synchronized int deleteSessionsExpiredBefore(Instant moment) {
    int before = sessions.size();
    sessions.values().removeIf(session -> session.expiry().isBefore(moment));
    return before - sessions.size();
  }
}
