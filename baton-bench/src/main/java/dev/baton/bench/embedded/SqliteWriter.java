// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The transactions of the writing connection. They are statements, because the driver's own commit
 * begins the next transaction at once and thus keeps the lock of the database, and because SQLite
 * rolls back by itself after some errors, which the driver does not notice.
 */
final class SqliteWriter implements GroupCommit.Transactions, AutoCloseable {

  private final Statement statement;
  private final CommitMark mark;
  private long commits;

  SqliteWriter(Connection connection, Path mark) throws SQLException, IOException {
    statement = connection.createStatement();
    this.mark = CommitMark.open(mark, this::storedCommits);
  }

  static void create(Statement statement) throws SQLException {
    statement.execute("CREATE TABLE store (commits INTEGER NOT NULL)");
    statement.execute("INSERT INTO store VALUES (0)");
  }

  private long storedCommits() throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT commits FROM store")) {
      return row.getLong(1);
    }
  }

  @Override
  public void begin() throws SQLException {
    statement.execute("BEGIN IMMEDIATE");
  }

  @Override
  public void commit() throws SQLException {
    try (ResultSet row =
        statement.executeQuery("UPDATE store SET commits = commits + 1 RETURNING commits")) {
      commits = row.getLong(1);
    }
    statement.execute("COMMIT");
    try {
      mark.write(commits);
    } catch (IOException e) {
      // The changes are durable. The mark stays behind, which is allowed.
      return;
    }
  }

  @Override
  public void rollback() throws SQLException {
    statement.execute("ROLLBACK");
  }

  @Override
  public void savepoint() throws SQLException {
    statement.execute("SAVEPOINT work");
  }

  @Override
  public void release(boolean isUndone) throws SQLException {
    if (isUndone) {
      statement.execute("ROLLBACK TO work");
    }
    statement.execute("RELEASE work");
  }

  @Override
  public void close() throws SQLException {
    try {
      mark.close();
    } catch (IOException e) {
      throw new SQLException(e);
    } finally {
      statement.getConnection().close();
    }
  }
}
