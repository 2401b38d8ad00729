// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** One of the checks of {@code ./bench embedded}. */
interface StoreCheck {

  /** The name on the command line. */
  String name();

  /** How often the check runs with each store; the stores alternate. */
  default int rounds() {
    return 1;
  }

  /**
   * Checks one store.
   *
   * @param folder an empty folder
   */
  void run(EmbeddedStore store, Path folder, Findings findings)
      throws SQLException, IOException, InterruptedException;
}
