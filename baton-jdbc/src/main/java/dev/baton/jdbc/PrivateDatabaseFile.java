// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restricts the access to the file of an embedded database to its owner (mode 0600). */
final class PrivateDatabaseFile {

  private static final Logger LOG = LoggerFactory.getLogger(PrivateDatabaseFile.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateDatabaseFile() {}

  /** Does nothing for a database in memory and on file systems without POSIX permissions. */
  static void restrict(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT DATABASE_PATH()")) {
      String path = row.next() ? row.getString(1) : null;
      if (path != null) {
        restrict(Path.of(path + ".mv.db"));
      }
    }
  }

  private static void restrict(Path file) {
    try {
      if (Files.exists(file)
          && file.getFileSystem().supportedFileAttributeViews().contains("posix")
          && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
    } catch (IOException e) {
      LOG.warn("other users may read the database; protect its file: file={}", file, e);
    }
  }
}
