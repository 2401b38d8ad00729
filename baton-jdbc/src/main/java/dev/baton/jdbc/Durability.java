// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Makes a commit durable where the commit alone is not durable. */
sealed interface Durability {

  void afterCommit(Connection connection) throws SQLException;

  static Durability of(Dialect dialect, String url) {
    return dialect == Dialect.H2 && !ConnectionUrl.isInMemory(url)
        ? new Checkpoint()
        : new ByCommit();
  }

  /**
   * For a database server, which answers a commit when it is durable, and for a database in memory,
   * which is never durable.
   */
  final class ByCommit implements Durability {
    @Override
    public void afterCommit(Connection connection) {}
  }

  /**
   * Writes the file of an H2 database, because H2 writes committed changes to its file only some
   * time later. One checkpoint serves all commits before it.
   *
   * <p>The statement CHECKPOINT SYNC is not sufficient: it returns without waiting if another
   * thread, such as H2's own background writer, has started to save the same changes, which are
   * then only in the memory of the process. A kill at this moment loses writes that were answered.
   */
  final class Checkpoint implements Durability {
    private static final String IO_ERROR = "58030";

    private final AtomicLong commits = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    // The number of the last commit that is in the file. Guarded by the lock.
    private long durable;

    @Override
    public void afterCommit(Connection connection) throws SQLException {
      long mine = commits.incrementAndGet();
      lock.lock();
      try {
        if (durable >= mine) {
          return;
        }
        long upTo = commits.get();
        save(connection);
        durable = upTo;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Writes all committed changes to the file.
     *
     * @return the version of the file, which contains them
     */
    static long save(Connection connection) throws SQLException {
      if (!(connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session)) {
        throw new SQLException("not an embedded database");
      }
      MVStore file = session.getDatabase().getStore().getMvStore();
      try {
        file.commit();
        long version = file.getCurrentVersion();
        // This operation is empty. H2 runs it after all writes to the file that any thread started
        // before it.
        file.executeFilestoreOperation(() -> {});
        file.sync();
        return version;
      } catch (MVStoreException e) {
        throw new SQLNonTransientConnectionException(
            "H2 could not save the database file", IO_ERROR, e);
      }
    }
  }
}
