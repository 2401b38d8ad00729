// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** Writes the rows of all tables of a store as statements, and executes such statements. */
final class StoredRows {

  private static final String HISTORY = "baton_schema_history";

  private static final String HEADER =
      """
      -- SPDX-FileCopyrightText: 2026 The Baton authors
      -- SPDX-License-Identifier: Apache-2.0

      """;

  private final String url;

  StoredRows(String url) {
    this.url = url;
  }

  /** Executes the migrations up to a version. */
  void createTables(@Nullable String version) {
    Dialect dialect = Dialect.of(url);
    Map<String, String> placeholders = new HashMap<>(dialect.placeholders());
    placeholders.put("tables", "baton_");
    placeholders.put("prefix", "baton_");
    Flyway.configure()
        .dataSource(url, null, null)
        .locations(
            "classpath:dev/baton/jdbc/migration/common",
            "classpath:dev/baton/jdbc/migration/" + dialect.folder())
        .placeholders(placeholders)
        .table(HISTORY)
        .target(String.valueOf(version))
        .load()
        .migrate();
  }

  /** Returns statements, one in each line, that insert all rows of the store into empty tables. */
  String write() throws SQLException {
    StringBuilder text = new StringBuilder(HEADER);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String table : tables(connection)) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2")) {
          while (rows.next()) {
            text.append(insert(table, rows)).append(";\n");
          }
        }
      }
    }
    return text.toString();
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet found =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(),
                connection.getSchema(),
                "baton_%",
                new String[] {"TABLE"})) {
      while (found.next()) {
        if (!found.getString("TABLE_NAME").equals(HISTORY)) {
          tables.add(found.getString("TABLE_NAME"));
        }
      }
    }
    return tables;
  }

  private static String insert(String table, ResultSet row) throws SQLException {
    ResultSetMetaData meta = row.getMetaData();
    StringJoiner names = new StringJoiner(", ");
    StringJoiner values = new StringJoiner(", ");
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      names.add(meta.getColumnName(i));
      values.add(literal(row.getObject(i)));
    }
    return "INSERT INTO " + table + " (" + names + ") VALUES (" + values + ")";
  }

  private static String literal(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Number number -> number.toString();
      default -> "'" + value.toString().replace("'", "''") + "'";
    };
  }

  /** Executes statements that {@link #write} returned. */
  void load(String statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      boolean isPostgres = Dialect.of(url) == Dialect.POSTGRES;
      if (!isPostgres) {
        statement.execute("SET sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')");
      }
      for (String each : statements.split(";\n")) {
        statement.execute(each);
      }
      if (isPostgres) {
        advanceSequences(connection, statement);
      }
    }
  }

  /** Rows with given numbers do not advance the sequences of PostgreSQL. */
  private static void advanceSequences(Connection connection, Statement statement)
      throws SQLException {
    List<String> advances = new ArrayList<>();
    try (ResultSet columns =
        connection
            .getMetaData()
            .getColumns(connection.getCatalog(), connection.getSchema(), "baton_%", "%")) {
      while (columns.next()) {
        if (columns.getString("IS_AUTOINCREMENT").equals("YES")) {
          String table = columns.getString("TABLE_NAME");
          String column = columns.getString("COLUMN_NAME");
          advances.add(
              "SELECT setval(pg_get_serial_sequence('%1$s', '%2$s'), coalesce(max(%2$s), 0) + 1)"
                      .formatted(table, column)
                  + " FROM "
                  + table);
        }
      }
    }
    for (String each : advances) {
      statement.execute(each);
    }
  }
}
