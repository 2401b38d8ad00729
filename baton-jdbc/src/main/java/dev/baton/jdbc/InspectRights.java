// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds out what the user of a database may not do with the tables of a store, without changing
 * them.
 */
final class InspectRights {

  private static final List<String> NEEDED = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  private final Dialect dialect;
  private final Connection connection;
  private final TableNames names;

  InspectRights(Dialect dialect, Connection connection, TableNames names) {
    this.dialect = dialect;
    this.connection = connection;
    this.names = names;
  }

  /** The missing rights at existing tables. */
  List<String> missingAt(Collection<String> tables) throws SQLException {
    List<String> missing = new ArrayList<>();
    for (String table : new TreeSet<>(tables)) {
      for (String right : NEEDED) {
        if (!has(right, table)) {
          missing.add(right + " of " + table);
        }
      }
    }
    return missing;
  }

  /** The existing tables that the user may not change for a new release. */
  List<String> missingToChange(Collection<String> tables) throws SQLException {
    List<String> missing = new ArrayList<>();
    if (dialect == Dialect.POSTGRES) {
      for (String table : new TreeSet<>(tables)) {
        if (!is(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = ?::regclass",
            qualified(table))) {
          missing.add("ownership of " + table);
        }
      }
    }
    return missing;
  }

  /** The missing right to create tables. */
  List<String> missingToCreate() throws SQLException {
    boolean may =
        switch (dialect) {
          case H2 -> true;
          case POSTGRES -> mayCreateInPostgres();
          case MARIADB, MYSQL -> mayCreateInMariaDb();
        };
    return may ? List.of() : List.of("CREATE of tables");
  }

  private boolean has(String right, String table) throws SQLException {
    return switch (dialect) {
      case H2 -> true;
      case POSTGRES -> is("SELECT has_table_privilege(?, ?)", qualified(table), right);
      case MARIADB, MYSQL -> isAllowed(right, qualified(table));
    };
  }

  private String qualified(String table) {
    return names.schema() == null ? table : names.schema() + "." + table;
  }

  /** Tries a statement that finds no row. The server checks the right nevertheless. */
  private boolean isAllowed(String right, String table) throws SQLException {
    String text =
        switch (right) {
          case "SELECT" -> "SELECT 1 FROM " + table + " WHERE 1 = 0";
          case "INSERT" -> "INSERT INTO " + table + " SELECT * FROM " + table + " WHERE 1 = 0";
          case "UPDATE" -> {
            String column = firstColumn(table);
            yield "UPDATE " + table + " SET " + column + " = " + column + " WHERE 1 = 0";
          }
          default -> "DELETE FROM " + table + " WHERE 1 = 0";
        };
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
      return true;
    } catch (SQLException e) {
      // 42000 is MariaDB's SQL state of a missing right at a table.
      if ("42000".equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private String firstColumn(String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
                + " ORDER BY ordinal_position LIMIT 1")) {
      statement.setString(1, table.substring(table.indexOf('.') + 1));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "id";
      }
    }
  }

  private boolean mayCreateInPostgres() throws SQLException {
    String schema = names.schema();
    if (schema == null) {
      return is("SELECT has_schema_privilege(current_schema(), ?)", "CREATE");
    }
    return is("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = ?)", schema)
        ? is("SELECT has_schema_privilege(?, ?)", schema, "CREATE")
        : is("SELECT has_database_privilege(current_database(), ?)", "CREATE");
  }

  private boolean is(String query, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private boolean mayCreateInMariaDb() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW GRANTS FOR CURRENT_USER")) {
      while (row.next()) {
        String grant = row.getString(1);
        if (grant.contains("ALL PRIVILEGES")
            || grant.matches("GRANT .*\\bCREATE\\b(?! \\w).* ON .*")) {
          return true;
        }
      }
      return false;
    }
  }
}
