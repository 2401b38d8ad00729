// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executes one statement for many rows in one round trip. The text of the statement is used as it
 * is, without jOOQ.
 */
final class RowBatch {

  private final String statement;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  RowBatch(String statement) {
    this.statement = statement;
  }

  /** Adds a row with one value for each question mark. */
  void add(@Nullable Object... values) {
    rows.add(values);
  }

  /** Executes the batch and returns for each added row the number of changed rows. */
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
