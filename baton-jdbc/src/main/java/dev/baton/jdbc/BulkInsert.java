// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Inserts many rows into one table in one round trip. PostgreSQL gets one array for each column, so
 * that the text of the statement does not depend on the number of rows and is planned quickly; the
 * other databases get a JDBC batch.
 *
 * <p>Columns that are null in all rows are left out.
 */
final class BulkInsert {

  private final Table<?> table;
  private final List<Map<Field<?>, @Nullable Object>> rows;
  private final List<Field<?>> columns = new ArrayList<>();
  // The columns and values that are the same in all rows, as SQL.
  private final Map<String, String> expressions = new LinkedHashMap<>();

  /**
   * Creates the insertion of rows that all have the same keys.
   *
   * @param rows for each row the value of each column
   */
  BulkInsert(Table<?> table, List<Map<Field<?>, @Nullable Object>> rows) {
    this.table = table;
    this.rows = rows;
    if (!rows.isEmpty()) {
      for (Field<?> column : rows.getFirst().keySet()) {
        if (rows.stream().anyMatch(row -> row.get(column) != null)) {
          columns.add(column);
        }
      }
    }
  }

  /** Adds a column whose value the database computes. */
  BulkInsert with(Field<?> column, String expression) {
    expressions.put(column.getName(), expression);
    return this;
  }

  void execute(DSLContext sql) {
    if (rows.isEmpty()) {
      return;
    }
    if (isPostgres(sql)) {
      sql.connection(connection -> {
        try (PreparedStatement insert = insertArrays(connection, name(sql))) {
          insert.executeUpdate();
        }
      });
    } else {
      sql.connection(connection -> insertBatch(connection, name(sql)));
    }
  }

  /**
   * Inserts the rows with a JDBC batch, and returns for each row the value of a column that the
   * database generates.
   *
   * @param key a column whose values differ in all rows
   */
  List<Long> executeReturning(DSLContext sql, Field<Long> generated, Field<String> key) {
    sql.connection(connection -> insertBatch(connection, name(sql)));
    List<String> keys = rows.stream().map(row -> String.valueOf(row.get(key))).toList();
    Map<String, Long> values =
        sql.select(key, generated).from(table).where(key.in(keys)).fetchMap(key, generated);
    return rows.stream().map(row -> values.get(String.valueOf(row.get(key)))).toList();
  }

  /** Returns the name of the table in the database. */
  private String name(DSLContext sql) {
    return Tables.sql(sql, table.getName());
  }

  private static boolean isPostgres(DSLContext sql) {
    return sql.family() == SQLDialect.POSTGRES;
  }

  private PreparedStatement insertArrays(Connection connection, String into) throws SQLException {
    List<String> arrays = columns.stream().map(column -> "?::" + type(column) + "[]").toList();
    PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO %s (%s) SELECT %s FROM unnest(%s)"
                .formatted(into, names(), values("*"), String.join(", ", arrays)));
    int place = 1;
    for (Field<?> column : columns) {
      Object[] values = rows.stream().map(row -> row.get(column)).toArray();
      insert.setArray(place++, connection.createArrayOf(type(column), values));
    }
    return insert;
  }

  private String names() {
    return Stream.concat(columns.stream().map(Field::getName), expressions.keySet().stream())
        .collect(Collectors.joining(", "));
  }

  private String values(String ofRow) {
    return Stream.concat(Stream.of(ofRow), expressions.values().stream())
        .collect(Collectors.joining(", "));
  }

  private static String type(Field<?> column) {
    Class<?> type = column.getType();
    return type == Long.class ? "bigint" : type == Integer.class ? "int" : "text";
  }

  private void insertBatch(Connection connection, String into) throws SQLException {
    String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
    RowBatch batch =
        new RowBatch("INSERT INTO %s (%s) VALUES (%s)".formatted(into, names(), values(marks)));
    for (Map<Field<?>, @Nullable Object> row : rows) {
      batch.add(columns.stream().map(row::get).toArray());
    }
    batch.execute(connection);
  }
}
