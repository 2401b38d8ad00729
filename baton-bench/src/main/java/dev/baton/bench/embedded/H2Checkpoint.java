// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Saves the file of an H2 database after a commit. One save serves all commits before it. */
final class H2Checkpoint {

  private final AtomicLong commits = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  // The number of the last commit that is in the file. Guarded by the lock.
  private long durable;

  void afterCommit(Connection connection) throws SQLException {
    long mine = commits.incrementAndGet();
    lock.lock();
    try {
      if (durable < mine) {
        long upTo = commits.get();
        save(connection);
        durable = upTo;
      }
    } finally {
      lock.unlock();
    }
  }

  private static void save(Connection connection) throws SQLException {
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    MVStore file = session.getDatabase().getStore().getMvStore();
    try {
      file.commit();
      // H2 runs this empty operation after all writes that any thread started before it.
      file.executeFilestoreOperation(() -> {});
      file.sync();
    } catch (MVStoreException e) {
      throw new SQLException("H2 could not save the database file", e);
    }
  }
}
