// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * A pool of empty databases that one test after another uses, because the creation of a database
 * with its tables takes longer than most tests.
 */
final class DatabasePool {

  private static final String HISTORY = "baton_schema_history";

  private final Supplier<String> create;
  private final Queue<String> free = new ConcurrentLinkedQueue<>();

  /**
   * Creates an empty pool.
   *
   * @param create creates a database and returns its URL
   */
  DatabasePool(Supplier<String> create) {
    this.create = create;
  }

  /** Returns the URL of a database that no other test uses, with or without tables. */
  String take() {
    String url = free.poll();
    return url == null ? create.get() : url;
  }

  /** Empties a database that is not used any more, for the next test. */
  void giveBack(String url) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : emptying(connection)) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the tables in " + url + " cannot be emptied", e);
    }
    free.add(url);
  }

  private static List<String> emptying(Connection connection) throws SQLException {
    List<String> tables = tables(connection);
    if (Dialect.of(connection.getMetaData().getURL()) == Dialect.POSTGRES) {
      return List.of("TRUNCATE " + String.join(", ", tables) + " RESTART IDENTITY");
    }
    // TRUNCATE creates the table again, which is slower here.
    return tables.stream().map(table -> "DELETE FROM " + table).toList();
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE"})) {
      while (rows.next()) {
        String table = rows.getString("TABLE_NAME");
        if (!table.equals(HISTORY)) {
          tables.add(table);
        }
      }
    }
    return tables;
  }
}
