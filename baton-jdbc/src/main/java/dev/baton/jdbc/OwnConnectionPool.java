// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.baton.backend.ConnectionUse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections that Baton opens. */
final class OwnConnectionPool implements ConnectionPool {

  private static final String TRUSTED = "com.zaxxer.hikari.aliveBypassWindowMs";

  private final HikariDataSource pool;

  OwnConnectionPool(Dialect dialect, int connections, DataSource source) {
    if (System.getProperty(TRUSTED) == null) {
      // By default, the pool tests each connection that was idle for half a second before it is
      // used. These tests are most of the traffic of an idle process, so the limit is raised. The
      // pool reads the limit only from this system property. A dead connection is noticed when a
      // statement fails on it, and is replaced.
      System.setProperty(TRUSTED, String.valueOf(Duration.ofSeconds(30).toMillis()));
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("baton-jdbc");
    config.setDataSource(source);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(Math.min(2, connections - 1));
    config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
    config.setConnectionTimeout(Duration.ofSeconds(8).toMillis());
    config.setValidationTimeout(Duration.ofSeconds(3).toMillis());
    config.setInitializationFailTimeout(-1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    if (dialect == Dialect.MARIADB || dialect == Dialect.MYSQL) {
      // Local times are ambiguous when clocks are set back, so the session uses UTC. Without a
      // limit, a wait for a lock may be endless.
      config.setConnectionInitSql("SET time_zone = '+00:00', innodb_lock_wait_timeout = 10");
    }
    this.pool = new HikariDataSource(config);
  }

  @Override
  public <T extends @Nullable Object> T run(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    }
  }

  @Override
  public ConnectionUse use() {
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    return new ConnectionUse(
        pool.getMaximumPoolSize(), now.getActiveConnections(), now.getThreadsAwaitingConnection());
  }

  @Override
  public void close() {
    pool.close();
  }
}
