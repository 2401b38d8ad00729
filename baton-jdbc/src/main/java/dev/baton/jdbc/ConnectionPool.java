// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.ConnectionUse;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Lends connections that commit each statement, with the isolation READ COMMITTED. */
interface ConnectionPool extends AutoCloseable {

  /** Work on one connection. It leaves the connection without an open transaction. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /** Runs the work on a free connection. Waits for a free connection for a bounded time. */
  <T extends @Nullable Object> T run(Work<T> work) throws SQLException;

  /** Returns how much the connections are used now. Does not block. */
  ConnectionUse use();

  /** Closes the connections that Baton opened. */
  @Override
  void close();
}
