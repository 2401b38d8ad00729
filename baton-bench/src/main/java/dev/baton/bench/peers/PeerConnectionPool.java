// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The connections of a peer that expects a {@code DataSource} from its application. */
final class PeerConnectionPool implements AutoCloseable {

  private final HikariDataSource dataSource;

  PeerConnectionPool(String url, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(size);
    dataSource = new HikariDataSource(config);
  }

  DataSource dataSource() {
    return dataSource;
  }

  /** Runs a script, unless the table exists already. */
  void createTables(String table, String script) throws SQLException {
    if (number("SELECT count(*) FROM pg_tables WHERE tablename = '" + table + "'") == 0) {
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(script);
      }
    }
  }

  /** The number that a query returns. */
  long number(String query) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Whether a query returns no row. */
  boolean isEmpty(String query) throws SQLException {
    return number("SELECT CASE WHEN EXISTS (" + query + ") THEN 1 ELSE 0 END") == 0;
  }

  /** A script in the jar of a peer. */
  static String script(Class<?> type, String resource) throws IOException {
    try (InputStream in = type.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing in the jar of " + type.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
