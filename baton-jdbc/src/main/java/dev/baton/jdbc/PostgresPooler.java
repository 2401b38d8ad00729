// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Detects a pooler, such as PgBouncer, between this process and PostgreSQL. */
final class PostgresPooler {

  private PostgresPooler() {}

  /**
   * Whether the connection ends at a pooler. When a connection opens, the driver is told the number
   * of the process that serves it; a pooler tells a number of its own, because any process of the
   * server may execute a transaction.
   */
  static boolean isBehind(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      return true;
    }
    int told = connection.unwrap(PGConnection.class).getBackendPID();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      return row.next() && row.getInt(1) != told;
    }
  }
}
