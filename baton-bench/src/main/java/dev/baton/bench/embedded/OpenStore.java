// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** An open database. Any number of threads may use it. */
interface OpenStore extends AutoCloseable {

  /** A unit of work on the tables. It is applied wholly or not at all. */
  interface Work<T> {
    T on(JobTables tables) throws SQLException;
  }

  /** Runs the work and returns when its changes survive a loss of power. */
  <T> T write(Work<T> work) throws SQLException;

  /** Runs work that only reads. */
  <T> T read(Work<T> work) throws SQLException;

  /**
   * Copies the database into an empty folder while other threads write. The copy can be opened
   * there.
   */
  void copyTo(Path folder) throws SQLException, IOException;

  @Override
  void close() throws SQLException;
}
