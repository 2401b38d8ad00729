// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Commits the work of many threads through one connection. One thread at a time leads: it runs all
 * work that waits, in one transaction, and then passes the lead to a thread that came later. Thus
 * one write to the disk serves many threads.
 */
final class GroupCommit {

  private static final int MOST = 256;

  /** The transactions of the connection. */
  interface Transactions {
    void begin() throws SQLException;

    /** Commits durably. If this fails, the transaction may still be open. */
    void commit() throws SQLException;

    void rollback() throws SQLException;

    void savepoint() throws SQLException;

    /** Removes the savepoint and keeps or undoes the changes after it. */
    void release(boolean isUndone) throws SQLException;
  }

  private final JobTables tables;
  private final Transactions transactions;
  private final ConcurrentLinkedQueue<Entry<?>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isLed = new AtomicBoolean();

  GroupCommit(JobTables tables, Transactions transactions) {
    this.tables = tables;
    this.transactions = transactions;
  }

  /**
   * The work of a waiting thread. Only the leading thread changes it; {@code turn} publishes it.
   */
  private static final class Entry<T> {
    private final OpenStore.Work<T> work;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private @Nullable T value;
    private @Nullable Exception failure;
    private boolean isFinished;

    Entry(OpenStore.Work<T> work) {
      this.work = work;
    }

    void run(JobTables tables) throws SQLException {
      value = work.on(tables);
    }

    void finish(@Nullable Exception e) {
      failure = e;
      isFinished = true;
      turn.complete(null);
    }

    @SuppressWarnings("NullAway") // the value is as the work returned it
    T result() throws SQLException {
      if (failure != null) {
        throw failure instanceof SQLException e ? e : new SQLException(failure);
      }
      return value;
    }
  }

  <T> T write(OpenStore.Work<T> work) throws SQLException {
    Entry<T> mine = new Entry<>(work);
    waiting.add(mine);
    if (!isLed.compareAndSet(false, true)) {
      // Not interruptible: the outcome would be unknown.
      mine.turn.join();
    }
    if (!mine.isFinished) {
      lead(mine);
    }
    return mine.result();
  }

  private void lead(Entry<?> mine) {
    // Ends when the work of this thread is finished; each pass takes the oldest work.
    while (!mine.isFinished) {
      commit(next());
    }
    passLead();
  }

  private void passLead() {
    @Nullable Entry<?> next = waiting.peek();
    if (next != null) {
      next.turn.complete(null);
      return;
    }
    isLed.set(false);
    // A thread may have added its work before the flag changed, and waits now.
    if (!waiting.isEmpty() && isLed.compareAndSet(false, true)) {
      passLead();
    }
  }

  private List<Entry<?>> next() {
    List<Entry<?>> entries = new ArrayList<>();
    @Nullable Entry<?> entry = waiting.poll();
    while (entry != null) {
      entries.add(entry);
      entry = entries.size() < MOST ? waiting.poll() : null;
    }
    return entries;
  }

  private void commit(List<Entry<?>> entries) {
    try {
      transactions.begin();
      for (Entry<?> entry : entries) {
        run(entry, entries.size() > 1);
      }
      transactions.commit();
      entries.stream().filter(entry -> !entry.isFinished).forEach(entry -> entry.finish(null));
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      entries.stream().filter(entry -> !entry.isFinished).forEach(entry -> entry.finish(e));
    }
  }

  /** If the work fails, only its own changes are undone. */
  private void run(Entry<?> entry, boolean isShared) throws SQLException {
    if (!isShared) {
      entry.run(tables);
      return;
    }
    transactions.savepoint();
    @Nullable SQLException failure = null;
    try {
      entry.run(tables);
    } catch (SQLException e) {
      failure = e;
    }
    // Fails if the error has already ended the transaction. Then the whole group fails.
    transactions.release(failure != null);
    if (failure != null) {
      entry.finish(failure);
    }
  }

  private void rollback(Exception cause) {
    try {
      transactions.rollback();
    } catch (SQLException e) {
      // The error may have ended the transaction.
      cause.addSuppressed(e);
    }
  }
}
