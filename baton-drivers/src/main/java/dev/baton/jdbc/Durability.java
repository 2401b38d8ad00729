// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Makes a commit durable where the commit alone does not. */
sealed interface Durability {

  void afterCommit(Connection connection) throws SQLException;

  static Durability of(Dialect dialect, String url) {
    return dialect == Dialect.H2 && !ConnectionUrl.isInMemory(url)
        ? new Checkpoint()
        : new ByCommit();
  }

  /** A server, which answers a commit when it is durable; or memory, which never is. */
  final class ByCommit implements Durability {
    @Override
    public void afterCommit(Connection connection) {}
  }

  /**
   * H2 writes what is committed to its file only some time later. One checkpoint serves all commits
   * that came before it.
   */
  final class Checkpoint implements Durability {
    private final AtomicLong commits = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
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
        try (Statement statement = connection.createStatement()) {
          statement.execute("CHECKPOINT SYNC");
        }
        durable = upTo;
      } finally {
        lock.unlock();
      }
    }
  }
}
