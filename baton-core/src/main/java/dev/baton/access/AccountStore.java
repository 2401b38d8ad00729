// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import dev.baton.error.ConflictException;
import dev.baton.error.UnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores users, API keys and login sessions durably. Blocking and thread-safe. Each call is atomic,
 * and its changes are durable when it returns. Every method may throw {@link UnavailableException}.
 */
public interface AccountStore {

  /**
   * Adds a user.
   *
   * @throws ConflictException if the id or the name is taken
   */
  void addUser(User user);

  /**
   * Replaces a user. Returns false, and changes nothing, if there is no such user, or if its
   * password or rights are no longer those of {@code present}. Otherwise a change that was computed
   * from an old reading could, for example, undo a suspension.
   *
   * @param edited a user with the same id
   */
  boolean updateUser(User present, User edited);

  /**
   * The same as {@link #updateUser}, and removes all keys and sessions of the user in the same
   * transaction.
   */
  boolean updateUserAndRevokeLogins(User present, User edited);

  /** Removes the user with all keys and sessions. Returns false if there is no such user. */
  boolean deleteUser(String id);

  /** Returns all users, ordered by name. An installation has tens of users, not millions. */
  List<User> users();

  /** Returns the user with this id; empty if there is none. */
  Optional<User> user(String id);

  /** Returns the user with exactly this name; empty if there is none. */
  Optional<User> userNamed(String name);

  /**
   * Adds a key. The user need not exist.
   *
   * @throws ConflictException if the id is taken; then nothing changes
   */
  void addKey(ApiKey key);

  /**
   * Removes the key and all sessions that clients opened with the key. Returns false if there is no
   * such key.
   */
  boolean deleteKey(String id);

  /** Returns all keys, oldest first. */
  List<ApiKey> keys();

  /** Returns the key with this id, even if it has expired; empty if there is none. */
  Optional<ApiKey> key(String id);

  /** Returns the keys of a user, oldest first. */
  List<ApiKey> keysOf(String userId);

  /**
   * Adds a session. The user and the key need not exist.
   *
   * @throws ConflictException if the id is taken; then nothing changes
   */
  void addSession(Session session);

  /** Returns the session whose token has this hash, even if the session has expired. */
  Optional<Session> sessionByToken(String tokenHash);

  /**
   * Returns the sessions that expire after the moment, newest first.
   *
   * @param limit the largest number of sessions; positive
   */
  List<Session> sessionsValidAfter(Instant moment, int limit);

  /** Removes one session. Returns false if there is no such session. */
  boolean deleteSession(String id);

  /**
   * Removes the oldest sessions of a user and keeps the newest.
   *
   * @param newest how many sessions to keep; positive
   * @return the number of removed sessions
   */
  int deleteSessionsBeyond(String userId, int newest);

  /** Removes the sessions that expired before the moment, and returns their number. */
  int deleteSessionsExpiredBefore(Instant moment);
}
