// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A database that runs inside the process and keeps its data in a folder. */
sealed interface EmbeddedStore permits H2Store, SqliteStore {

  /** All stores, the two to compare first. */
  static List<EmbeddedStore> all() {
    return List.of(
        new H2Store(false), new SqliteStore(true), new H2Store(true), new SqliteStore(false));
  }

  /** The store with that name. */
  static EmbeddedStore named(String name) {
    return all().stream()
        .filter(store -> store.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is not a store; allowed: "
                    + all().stream().map(EmbeddedStore::name).toList()));
  }

  /** The name on the command line. */
  String name();

  /** The files of the database in a folder, the main file first. Some of them may be absent. */
  List<Path> files(Path folder);

  /** The class of the driver, whose jar is measured. */
  Class<?> driver();

  /**
   * Opens the database in the folder, or creates it if its main file is absent. Repairs what a kill
   * of the previous process left, and reports an error if the database is damaged.
   */
  OpenStore open(Path folder) throws SQLException, IOException;

  default Path file(Path folder) {
    return files(folder).getFirst();
  }
}
