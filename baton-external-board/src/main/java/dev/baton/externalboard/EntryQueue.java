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
 * The entries of an external board, as a driver stores them: each entry has a name and the id of
 * one job, and never changes. While this service runs, it keeps the {@link #view} up to date.
 *
 * <p>Blocking and thread-safe. Every method that sends a request throws {@link
 * dev.baton.error.UnavailableException} if the board does not answer; the request may have taken
 * effect then. If the process dies, its feeder role and the locks of its sessions end by
 * themselves.
 */
public interface EntryQueue extends Service {

  /**
   * Returns the start of the names of all entries with this priority. Names must sort in the order
   * of the board: names of this and more urgent priorities sort before {@code prefix(priority +
   * 1)}.
   */
  static String prefix(int priority) {
    return String.format(Locale.ROOT, "entry-%03d-", priority);
  }

  /** Returns the address of the servers for display, without secrets. */
  String address();

  /** Returns the place of an entry on the servers for display, such as a path or a key. */
  String path(String name);

  /** Returns the same object at every call. */
  QueueView view();

  /** Whether the board is connected and the view contains the queue. Does not block. */
  boolean isReady();

  /**
   * Returns when the view contains all entries and locks that any process created before the call.
   */
  void refresh();

  /**
   * Creates an entry for each job, in order, in as few requests as possible. An exception means
   * that only some entries may exist.
   */
  void post(List<UnpostedJob> jobs);

  /**
   * Removes entries that have no lock, atomically for each entry.
   *
   * @return the names of the removed entries
   */
  List<String> remove(Collection<String> names);

  /**
   * Makes this process the feeder if no other process is the feeder. If this process stops to be
   * the feeder later, the driver calls {@link QueueView#feederRemoved}.
   *
   * @return whether this process is the feeder now
   */
  boolean tryFeederRole();

  /**
   * Makes the process that is the feeder call {@link QueueView#feederHint}. Does not block. The
   * notification may get lost.
   */
  CompletableFuture<?> notifyFeeder();

  /**
   * Opens a session for one executor. It ends if it is not confirmed for about one lease.
   *
   * @param leaseLeft how long the executor still uses the session, for drivers that confirm it
   *     without a call of {@link LockSession#confirmAsync}; null if the session must end now
   */
  LockSession openSession(Duration lease, Supplier<@Nullable Duration> leaseLeft);
}
