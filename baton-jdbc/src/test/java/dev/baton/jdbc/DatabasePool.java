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
import java.util.function.UnaryOperator;

/**
 * A pool of empty databases that one test after another uses, because the creation of a database
 * with its tables takes longer than most tests.
 */
final class DatabasePool {

  private static final String HISTORY = "schema_history";

  private final Supplier<String> create;
  private final UnaryOperator<String> schemaOf;
  private final Queue<String> free = new ConcurrentLinkedQueue<>();

  /**
   * Creates an empty pool.
   *
   * @param create creates a database and returns its URL
   */
  DatabasePool(Supplier<String> create) {
    this(create, UnaryOperator.identity());
  }

  /**
   * Creates an empty pool of databases whose tables are not in the usual schema.
   *
   * @param schemaOf returns the schema with the tables; the argument is the usual schema on
   *     PostgreSQL, the database on MariaDB
   */
  DatabasePool(Supplier<String> create, UnaryOperator<String> schemaOf) {
    this.create = create;
    this.schemaOf = schemaOf;
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

  private static boolean isPostgres(Connection connection) throws SQLException {
    return Dialect.of(connection.getMetaData().getURL()) == Dialect.POSTGRES;
  }

  private String schema(Connection connection) throws SQLException {
    return schemaOf.apply(
        isPostgres(connection) ? connection.getSchema() : connection.getCatalog());
  }

  private String qualifier(Connection connection) throws SQLException {
    return schema(connection) + ".";
  }

  private List<String> emptying(Connection connection) throws SQLException {
    // TRUNCATE creates the table again, which is slower for few rows.
    return tables(connection).stream().map(table -> "DELETE FROM " + table).toList();
  }

  private List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    boolean isPostgres = isPostgres(connection);
    String catalog = isPostgres ? connection.getCatalog() : schema(connection);
    String schema = isPostgres ? schema(connection) : connection.getSchema();
    try (ResultSet rows =
        connection.getMetaData().getTables(catalog, schema, "%", new String[] {"TABLE"})) {
      while (rows.next()) {
        String table = rows.getString("TABLE_NAME");
        if (!table.endsWith(HISTORY)) {
          tables.add(qualifier(connection) + table);
        }
      }
    }
    return tables;
  }
}
