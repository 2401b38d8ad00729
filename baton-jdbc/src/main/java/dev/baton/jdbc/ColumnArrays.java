// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a statement of PostgreSQL gets as parameters, column by column. A column that has the
 * same value in all rows is one parameter, and any other column is an array, so that jobs that were
 * posted together cost little. The text of the statement does not depend on the number of rows.
 */
final class ColumnArrays {

  private record Column(
      String name, String type, List<@Nullable Object> values, boolean isConstant) {

    /** A column of nulls needs no parameter. */
    boolean isNull() {
      return isConstant && values.getFirst() == null;
    }

    String expression() {
      return isNull() ? "NULL::" + type : isConstant ? "?::" + type : name;
    }
  }

  private final int rows;
  private final List<Column> columns = new ArrayList<>();

  ColumnArrays(int rows) {
    this.rows = rows;
  }

  /** Adds a column with a value for each row. */
  ColumnArrays add(Field<?> column, @Nullable Object[] values) {
    return add(column.getName(), type(column), values);
  }

  /** Adds a column with the same value in each row. */
  ColumnArrays addConstant(Field<?> column, @Nullable Object value) {
    columns.add(new Column(column.getName(), type(column), Collections.singletonList(value), true));
    return this;
  }

  ColumnArrays add(String name, String type, @Nullable Object[] values) {
    columns.add(new Column(name, type, Arrays.asList(values), isConstant(values)));
    return this;
  }

  private static boolean isConstant(@Nullable Object[] values) {
    Object first = values[0];
    for (Object value : values) {
      if (!Objects.equals(value, first)) {
        return false;
      }
    }
    return true;
  }

  private static String type(Field<?> column) {
    Class<?> type = column.getType();
    return type == Long.class ? "bigint" : type == Integer.class ? "int" : "text";
  }

  /** Returns the names of the columns that are not null in all rows. */
  List<String> names() {
    return columns.stream().filter(column -> !column.isNull()).map(Column::name).toList();
  }

  /** Returns a SELECT of the rows. Its column {@code place} counts them from 1. */
  String select() {
    List<Column> arrays = arrays();
    String expressions =
        Stream.concat(
                Stream.of("place"),
                columns.stream().map(column -> column.expression() + " AS " + column.name()))
            .collect(Collectors.joining(", "));
    return "SELECT " + expressions + " FROM " + (arrays.isEmpty() ? numbers() : unnest(arrays));
  }

  private String numbers() {
    return rows == 1 ? "(SELECT 1 AS place) AS given" : "generate_series(1, ?) AS given (place)";
  }

  private static String unnest(List<Column> arrays) {
    String values =
        arrays.stream()
            .map(column -> "?::" + column.type() + "[]")
            .collect(Collectors.joining(", "));
    String names = arrays.stream().map(Column::name).collect(Collectors.joining(", "));
    return "unnest(" + values + ") WITH ORDINALITY AS given (" + names + ", place)";
  }

  private List<Column> arrays() {
    return columns.stream().filter(column -> !column.isConstant()).toList();
  }

  /**
   * Sets the parameters of {@link #select}.
   *
   * @param first the number of the first of these parameters in the statement
   * @return the number of the parameter that follows
   */
  int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
    int next = first;
    for (Column column : columns) {
      if (column.isConstant() && !column.isNull()) {
        statement.setObject(next++, column.values().getFirst());
      }
    }
    List<Column> arrays = arrays();
    if (arrays.isEmpty() && rows > 1) {
      statement.setInt(next++, rows);
    }
    for (Column column : arrays) {
      statement.setArray(next++, connection.createArrayOf(column.type(), array(column)));
    }
    return next;
  }

  /** Returns an array of the type of the column, which the driver sends in binary form. */
  private static @Nullable Object[] array(Column column) {
    return switch (column.type()) {
      case "bigint" -> column.values().toArray(new @Nullable Long[0]);
      case "int" -> column.values().toArray(new @Nullable Integer[0]);
      default -> column.values().toArray(new @Nullable String[0]);
    };
  }
}
