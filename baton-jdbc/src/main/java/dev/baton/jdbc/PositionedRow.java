// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * A row with {@link JobTable#COLUMNS} that was read by position. Each claimed job passes here, and
 * jOOQ would need several times as long to make a record of so many columns.
 */
final class PositionedRow implements RowValues {

  private static final List<Field<?>> COLUMNS = JobTable.COLUMNS;
  private static final IdentityHashMap<Field<?>, Integer> POSITIONS = new IdentityHashMap<>();
  private static final Map<String, Integer> POSITIONS_BY_NAME = new HashMap<>();

  static {
    for (int i = 0; i < COLUMNS.size(); i++) {
      POSITIONS.put(COLUMNS.get(i), i);
      POSITIONS_BY_NAME.put(JobTable.nameOf(COLUMNS.get(i)), i);
    }
  }

  private final @Nullable Object[] values;

  private PositionedRow(@Nullable Object[] values) {
    this.values = values;
  }

  /** Reads the columns, which are the first of the result. */
  static PositionedRow read(ResultSet row) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[COLUMNS.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(row, i + 1, COLUMNS.get(i).getType());
    }
    return new PositionedRow(values);
  }

  private static @Nullable Object read(ResultSet row, int position, Class<?> type)
      throws SQLException {
    if (type == String.class) {
      return row.getString(position);
    }
    if (type == Integer.class) {
      int number = row.getInt(position);
      return number == 0 && row.wasNull() ? null : (Integer) number;
    }
    long number = row.getLong(position);
    return number == 0 && row.wasNull() ? null : (Long) number;
  }

  // The value has the type of the column with this name, or is null, as in a record of jOOQ.
  @SuppressWarnings({"unchecked", "NullAway"})
  @Override
  public <T> T get(Field<T> column) {
    Integer position = POSITIONS.get(column);
    if (position == null) {
      position = POSITIONS_BY_NAME.get(JobTable.nameOf(column));
    }
    if (position == null) {
      throw new IllegalArgumentException("the row has no column '" + column.getName() + "'");
    }
    return (T) values[position];
  }
}
