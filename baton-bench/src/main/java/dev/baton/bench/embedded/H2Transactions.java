// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** The transactions of one connection of H2 through which all threads write. */
final class H2Transactions implements GroupCommit.Transactions {

  private final Connection connection;
  private final H2Checkpoint checkpoint;
  private @Nullable Savepoint savepoint;

  H2Transactions(Connection connection, H2Checkpoint checkpoint) {
    this.connection = connection;
    this.checkpoint = checkpoint;
  }

  @Override
  public void begin() {
    // H2 begins a transaction with its first statement.
  }

  @Override
  public void commit() throws SQLException {
    connection.commit();
    checkpoint.afterCommit(connection);
  }

  @Override
  public void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void savepoint() throws SQLException {
    savepoint = connection.setSavepoint();
  }

  @Override
  public void release(boolean isUndone) throws SQLException {
    if (isUndone) {
      connection.rollback(savepoint);
    }
    connection.releaseSavepoint(savepoint);
  }
}
