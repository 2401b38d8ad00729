// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.ConnectionUse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Borrows connections of the application's data source, at most a given number at once, and gives
 * each back as it was.
 */
final class GivenConnectionPool implements ConnectionPool {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private static final Logger LOG = LoggerFactory.getLogger(GivenConnectionPool.class);

  private final DataSource source;
  private final int most;
  private final Semaphore free;
  private final SessionSettings settings;

  GivenConnectionPool(DataSource source, int most, SessionSettings settings) {
    this.source = source;
    this.most = most;
    this.free = new Semaphore(most, true);
    this.settings = settings;
  }

  @Override
  public <T extends @Nullable Object> T run(Work<T> work) throws SQLException {
    awaitFree();
    try (Connection connection = source.getConnection()) {
      boolean commitsEachStatement = connection.getAutoCommit();
      if (!commitsEachStatement) {
        connection.setAutoCommit(true);
      }
      SessionSettings.Restore restore = settings.apply(connection);
      try {
        return work.on(connection);
      } finally {
        giveBack(connection, restore, commitsEachStatement);
      }
    } finally {
      free.release();
    }
  }

  private void awaitFree() throws SQLException {
    try {
      if (free.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new SQLTransientConnectionException(
        "all " + most + " connections that Baton may use are in use; allow more connections");
  }

  private static void giveBack(
      Connection connection, SessionSettings.Restore restore, boolean commitsEachStatement) {
    try {
      restore.run();
      if (!commitsEachStatement) {
        connection.setAutoCommit(false);
      }
    } catch (SQLException e) {
      // The connection is broken, so the pool of the application drops it. If this mattered to the
      // work, the work has failed too.
      LOG.debug("connection cannot be reset: source={}", connection, e);
    }
  }

  @Override
  public ConnectionUse use() {
    return new ConnectionUse(most, most - free.availablePermits(), free.getQueueLength());
  }

  /** Closes nothing, because the application closes its data source. */
  @Override
  public void close() {}
}
