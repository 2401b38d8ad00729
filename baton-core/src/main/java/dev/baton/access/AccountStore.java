// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import dev.baton.error.ConflictException;
import dev.baton.error.UnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The durable users, API keys and sessions. Blocking, thread-safe; each call is atomic and durable
 * when it returns. Every method may throw {@link UnavailableException}.
 */
public interface AccountStore {

  /**
   * Adds a user.
   *
   * @throws ConflictException if the id or the name is taken
   */
  void addUser(User user);

  /** Replaces the user of the same id; false if there is none. */
  boolean updateUser(User user);

  /**
   * Replaces the user of the same id and removes all keys and sessions of the user, atomically;
   * false, and nothing is changed, if there is none.
   */
  boolean updateUserAndRevokeLogins(User user);

  /** Removes the user with all keys and sessions; false if there is none. */
  boolean deleteUser(String id);

  /** All users, by name. Installations have few: tens, not millions. */
  List<User> users();

  Optional<User> userNamed(String name);

  void addKey(ApiKey key);

  /** Removes the key and the sessions made with it; false if there is none. */
  boolean deleteKey(String id);

  /** All keys, oldest first. */
  List<ApiKey> keys();

  void addSession(Session session);

  /** The session whose token has this hash, expired or not. */
  Optional<Session> sessionByToken(String tokenHash);

  /** Removes one session; false if there is none. */
  boolean deleteSession(String id);

  /**
   * Removes all sessions of a user but the newest; answers how many.
   *
   * @param newest how many stay; positive
   */
  int deleteSessionsBeyond(String userId, int newest);

  /** Removes sessions that expired before the moment; answers how many. */
  int deleteSessionsExpiredBefore(Instant moment);
}
