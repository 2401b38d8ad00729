// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.service.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One executor's session at an {@link EntryQueue}. Its locks on entries are the executor's claims,
 * and all of them end with the session. An ended session never becomes valid again.
 *
 * <p>Thread-safe, but only one thread at a time calls {@link #take} and {@link #raiseTokens}.
 */
public interface LockSession extends AutoCloseable {

  /** The result of an attempt to take a lock. */
  enum LockState {
    TAKEN,
    /** Another session has the lock. */
    MISSED,
    /** The entry does not exist any more. The lock that was taken for it was released. */
    REMOVED,
    /** The connection was lost. It is unknown whether the lock was created. */
    UNKNOWN,
    /** The session has ended, with all its locks. */
    LOST
  }

  /**
   * A finished attempt to take a lock.
   *
   * @param token the fencing token of the lock; 0 if the lock was not taken. Locks of one call of
   *     {@link LockSession#take} may have the same token. A token is greater than the tokens of all
   *     locks that were taken before that call, unless the board has lost data
   */
  record LockAttempt(String name, LockState outcome, long token) {}

  /**
   * Whether the session has ended, or may have ended because it was not confirmed in time. Does not
   * block.
   */
  boolean isOver();

  /**
   * Returns until when the session certainly lives. The driver computes it from the time at which
   * the newest confirmed request was sent, because the board may have received that request at
   * once.
   */
  Deadline trustedUntil();

  /** Sends a request that confirms the session. {@link #finishConfirm} waits for the answer. */
  CompletableFuture<Boolean> confirmAsync();

  /**
   * Waits for the confirmation.
   *
   * @throws dev.baton.error.LostClaimException if the session has ended
   * @throws dev.baton.error.UnavailableException if the board does not answer
   */
  void finishConfirm(CompletableFuture<Boolean> confirming);

  /**
   * Tries to take the locks of several entries, and returns the results in the same order. No two
   * of the entries belong to the same job.
   */
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
   * Sends a request that removes an entry together with the lock of this session; the driver may
   * remove several entries by one request. If this session does not have the lock, nothing is
   * removed. {@link #finishConsume} waits for the answer.
   */
  CompletableFuture<?> consumeAsync(String name);

  /**
   * Waits until the entry and the lock are removed.
   *
   * @throws dev.baton.error.UnavailableException if it is unknown whether they were removed
   */
  void finishConsume(String name, CompletableFuture<?> consuming);

  /**
   * Makes later tokens greater than a token of the store. Called after the store refused a token of
   * this session as too small: either the board has lost data, or another process has raised the
   * tokens and this process does not know it yet.
   *
   * @param refused the token of this session that the store refused
   * @param newest the token in the store
   */
  void raiseTokens(long refused, long newest);

  /**
   * Returns a secret text with which {@link EntryQueue#endSession} ends this session from another
   * process; empty if the driver cannot do that. Does not block.
   */
  String reference();

  /** Ends the session with all its locks. */
  @Override
  void close();
}
