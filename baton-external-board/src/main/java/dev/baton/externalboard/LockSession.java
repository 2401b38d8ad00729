// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.service.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One executor's session at an {@link EntryQueue}. Its locks on entries are the executor's claims;
 * all of them end with the session, and a session that has ended never lives again.
 *
 * <p>Thread-safe, but only one thread at a time calls {@link #take} and {@link #raiseTokens}.
 */
public interface LockSession extends AutoCloseable {

  /** The result of an attempt to take a lock. */
  enum LockState {
    TAKEN,
    /** Another session has the lock. */
    MISSED,
    /** The entry does not exist any more, and the lock was released. */
    REMOVED,
    /** The connection was lost, so the lock may exist. */
    UNKNOWN,
    /** The session has ended. */
    LOST
  }

  /**
   * A finished attempt to take a lock.
   *
   * @param token the fencing token of the lock if it was taken. No two locks have the same token,
   *     and a token is greater than the tokens of all earlier locks, unless the board lost data
   */
  record LockAttempt(String name, LockState outcome, long token) {}

  /** Whether the session has ended or cannot be trusted any more. Does not block. */
  boolean isOver();

  /**
   * Returns until when the session certainly lives, computed from a clock that was read before the
   * newest confirmed request.
   */
  Deadline trustedUntil();

  /** Sends a request that confirms the session; {@link #finishConfirm} completes it. */
  CompletableFuture<Boolean> confirmAsync();

  /**
   * Waits for the confirmation.
   *
   * @throws dev.baton.error.LostClaimException if the session has ended
   * @throws dev.baton.error.UnavailableException if the board does not answer
   */
  void finishConfirm(CompletableFuture<Boolean> confirming);

  /** Tries to take the locks of several entries, and returns the results in the same order. */
  List<LockAttempt> take(List<String> names);

  /**
   * Removes a lock if this session has it. Returns true if this session certainly does not have the
   * lock any more.
   */
  boolean release(String name);

  /** Whether this session has the lock of the entry. Asks the board. */
  boolean isOwn(String name);

  /** Whether an entry has a lock that is older than another entry's lock. Asks the board. */
  boolean isOlder(String name, String thanName);

  /**
   * Removes an entry together with the lock of this session. An entry whose lock the session does
   * not have is not removed. {@link #finishConsume} completes the removal.
   */
  CompletableFuture<?> consumeAsync(String name);

  /**
   * Waits until the entry and the lock are removed.
   *
   * @throws dev.baton.error.UnavailableException if it is unknown whether they were removed
   */
  void finishConsume(String name, CompletableFuture<?> consuming);

  /**
   * Makes later tokens greater than a token of the store, after the store refused a token of this
   * session as stale: the board lost data, or this process does not know yet what others raised.
   */
  void raiseTokens(long refused, long newest);

  /** Ends the session with all its locks. */
  @Override
  void close();
}
