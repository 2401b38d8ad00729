// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The settings that Baton needs on a connection of the application, and those that the connection
 * had before. They are read once, because all connections of a pool have the same settings.
 */
final class SessionSettings {

  private static final int ISOLATION = Connection.TRANSACTION_READ_COMMITTED;
  private static final String NEEDED_ZONE = "+00:00";
  private static final int LOCK_WAIT_SECONDS = 10;

  private final Dialect dialect;
  private final int usualIsolation;
  // Statements that change the settings and change them back; null if nothing must be changed.
  private final @Nullable String change;
  private final @Nullable String changeBack;

  private SessionSettings(
      Dialect dialect, int usualIsolation, @Nullable String change, @Nullable String changeBack) {
    this.dialect = dialect;
    this.usualIsolation = usualIsolation;
    this.change = change;
    this.changeBack = changeBack;
  }

  /** Changes the settings of a connection back. */
  @FunctionalInterface
  interface Restore {
    void run() throws SQLException;
  }

  /** Reads the settings that the connections of the application have. */
  static SessionSettings of(Dialect dialect, Connection connection) throws SQLException {
    int isolation = connection.getTransactionIsolation();
    return switch (dialect) {
      case H2, POSTGRES -> new SessionSettings(dialect, isolation, null, null);
      case MARIADB, MYSQL -> ofMysql(dialect, isolation, connection);
    };
  }

  /**
   * Local times are ambiguous when clocks are set back, so the session uses UTC. The usual limit of
   * a wait for a lock is longer than the timeouts of requests.
   */
  private static SessionSettings ofMysql(Dialect dialect, int isolation, Connection connection)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@time_zone, @@innodb_lock_wait_timeout")) {
      row.next();
      String zone = row.getString(1);
      int lockWait = row.getInt(2);
      boolean fits = zone.equals(NEEDED_ZONE) && lockWait <= LOCK_WAIT_SECONDS;
      return new SessionSettings(
          dialect,
          isolation,
          fits ? null : set(NEEDED_ZONE, Math.min(lockWait, LOCK_WAIT_SECONDS)),
          fits ? null : set(zone, lockWait));
    }
  }

  private static String set(String zone, int lockWait) {
    return "SET time_zone = '"
        + zone.replace("'", "''")
        + "', innodb_lock_wait_timeout = "
        + lockWait;
  }

  /** Changes the settings of a connection, and returns how they are changed back. */
  Restore apply(Connection connection) throws SQLException {
    if (usualIsolation != ISOLATION) {
      connection.setTransactionIsolation(ISOLATION);
    }
    execute(connection, change);
    if (dialect != Dialect.POSTGRES) {
      return () -> restore(connection);
    }
    // Without prepared statements on the server, PostgreSQL plans each statement for the present
    // size of the tables, and a pooler may execute each transaction on another connection. The
    // driver sends nothing for this change.
    PGConnection driver = connection.unwrap(PGConnection.class);
    int usual = driver.getPrepareThreshold();
    driver.setPrepareThreshold(0);
    return () -> {
      driver.setPrepareThreshold(usual);
      restore(connection);
    };
  }

  private void restore(Connection connection) throws SQLException {
    execute(connection, changeBack);
    if (usualIsolation != ISOLATION) {
      connection.setTransactionIsolation(usualIsolation);
    }
  }

  private static void execute(Connection connection, @Nullable String sql) throws SQLException {
    if (sql != null) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
