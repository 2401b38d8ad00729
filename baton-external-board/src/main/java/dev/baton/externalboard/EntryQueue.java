// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an external board, as a driver stores them. Each entry has a name and the id of
 * one job, and never changes. While this service runs, it keeps the {@link #view} up to date.
 *
 * <p>Blocking and thread-safe. Every method that sends a request throws {@link
 * dev.baton.error.UnavailableException} if the board does not answer; then it is unknown whether
 * the request took effect. If this process dies, its role as the feeder and the locks of its
 * sessions end by themselves.
 */
public interface EntryQueue extends Service {

  /**
   * Returns the text with which the names of all entries with this priority start. Names must sort
   * in the order of the board: the names of this and of more urgent priorities sort before {@code
   * prefix(priority + 1)}.
   */
  static String prefix(int priority) {
    return String.format(Locale.ROOT, "entry-%03d-", priority);
  }

  /** Returns the address of the board's servers for display, without secrets. */
  String address();

  /** Returns the place of an entry on the board's servers for display, such as a path or a key. */
  String path(String name);

  /** Returns the queue view of this process. Every call returns the same object. */
  QueueView view();

  /**
   * Whether this process is connected to the board and the view contains the whole queue. Does not
   * block.
   */
  boolean isReady();

  /**
   * Updates the view. Returns when the view contains all entries and locks that any process created
   * before the call.
   */
  void refresh();

  /**
   * Creates an entry for each job, in the order of the list, in as few requests as possible. After
   * an exception, any of the entries may exist.
   */
  void post(List<UnpostedJob> jobs);

  /**
   * Removes entries that have no lock, atomically for each entry.
   *
   * @return the names of the removed entries
   */
  List<String> remove(Collection<String> names);

  /**
   * Makes this process the feeder if no other process is the feeder. When this process later loses
   * the role, the driver calls {@link QueueView#feederRemoved}.
   *
   * @return whether this process is the feeder now
   */
  boolean tryFeederRole();

  /**
   * Notifies the feeder: the driver in the feeder's process calls {@link QueueView#feederNotice}.
   * Does not block. The notification may get lost.
   */
  CompletableFuture<?> notifyFeeder();

  /**
   * Opens a session for one executor. The session ends if the board does not confirm it for about
   * one lease.
   *
   * @param leaseLeft how long the executor still uses the session; null if the session must end
   *     now. Only for drivers that confirm the session by themselves, without a call of {@link
   *     LockSession#confirmAsync}
   */
  LockSession openSession(Duration lease, Supplier<@Nullable Duration> leaseLeft);

  /**
   * Ends a session whose process is dead, with all its locks.
   *
   * @param reference the {@link LockSession#reference} of the session
   * @return whether the session existed
   */
  boolean endSession(String reference);
}
