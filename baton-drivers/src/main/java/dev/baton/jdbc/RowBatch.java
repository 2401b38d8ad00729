// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement for many rows, in one round trip. Its text is rendered by nobody. */
final class RowBatch {

  private final String statement;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  RowBatch(String statement) {
    this.statement = statement;
  }

  /** A value for each question mark. */
  void add(@Nullable Object... values) {
    rows.add(values);
  }

  /** Answers for each row how many it changed. */
  int[] execute(Connection connection) throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (@Nullable Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          prepared.setObject(i + 1, row[i]);
        }
        prepared.addBatch();
      }
      return prepared.executeBatch();
    }
  }
}
