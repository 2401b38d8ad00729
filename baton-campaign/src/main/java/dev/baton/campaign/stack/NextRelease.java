// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A release after the present one, whose migration adds columns to the tables of jobs and a table.
 * Its programs are those of the present release.
 *
 * @param version the version of its tables, later than every version of Baton itself
 */
public record NextRelease(int version) {

  private static final int FIRST = 1001;
  private static final String MIGRATIONS = "dev/baton/jdbc/migration/common";

  /** The release after the present one. */
  public static NextRelease first() {
    return new NextRelease(FIRST);
  }

  /** The release after this one. */
  public NextRelease next() {
    return new NextRelease(version + 1);
  }

  /**
   * Adds the migrations of this release and of those before it to the class path of a process, for
   * its next start.
   */
  void installIn(Path classes) {
    Path folder = MachineFolders.folder(classes.resolve(MIGRATIONS));
    try {
      for (int each = FIRST; each <= version; each++) {
        Files.writeString(folder.resolve("V" + each + "__next_release.sql"), sql(each));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sql(int version) {
    return """
    ALTER TABLE ${tables}job ADD COLUMN release_%1$d INT;
    ALTER TABLE ${tables}active_job ADD COLUMN release_%1$d INT;
    ALTER TABLE ${tables}finished_job ADD COLUMN release_%1$d INT;
    CREATE TABLE ${tables}release_%1$d (id INT NOT NULL PRIMARY KEY);
    """
        .formatted(version);
  }
}
