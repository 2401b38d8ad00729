// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * SQLite with a write-ahead log and full synchronization. One connection writes, and its commits
 * are grouped; readers have a connection of their own.
 */
final class SqliteStore implements EmbeddedStore {

  private final SynchronousMode synchronization;

  /**
   * Creates a store.
   *
   * @param isDurable whether commits survive a loss of power; the other case tests the checks
   */
  SqliteStore(boolean isDurable) {
    this.synchronization = isDurable ? SynchronousMode.FULL : SynchronousMode.NORMAL;
  }

  private static final String NEW = ".new";
  // The letters "Batn": the header of the file names the program that owns it.
  private static final int APPLICATION = 0x4261746e;
  private static final int BUSY_MILLIS = 10_000;
  private static final long HEADER_BYTES = 512;
  // The check of all pages reads the whole file, so larger files would delay the start. SQLite
  // finds
  // a short file and a wrong header anyway, and other damage when it reads the page.
  private static final long CHECKED_BYTES = 64 << 20;

  @Override
  public String name() {
    return synchronization == SynchronousMode.FULL ? "sqlite" : "sqlite-normal";
  }

  @Override
  public List<Path> files(Path folder) {
    return List.of(
        folder.resolve("baton.db"),
        folder.resolve("baton.db-wal"),
        folder.resolve("baton.db-shm"),
        folder.resolve("baton.db-mark"));
  }

  @Override
  public Class<?> driver() {
    return org.sqlite.JDBC.class;
  }

  @Override
  public OpenStore open(Path folder) throws SQLException, IOException {
    Path file = file(folder);
    if (!Files.exists(file)) {
      create(file);
    }
    if (Files.size(file) < HEADER_BYTES) {
      // SQLite would take it for a new database.
      throw new SQLException("the file has only " + Files.size(file) + " bytes");
    }
    return new OpenSqlite(file);
  }

  /**
   * Creates the database beside its place and moves it there when it is complete. Thus a short or
   * empty file at that place is always damage.
   */
  private void create(Path file) throws SQLException, IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + NEW);
    for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(Path.of(unfinished + suffix));
    }
    try (Connection connection = connect(unfinished, false);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA application_id = " + APPLICATION);
      new JobTables(connection).create("INTEGER PRIMARY KEY", "WITHOUT ROWID");
      SqliteWriter.create(statement);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Connection connect(Path file, boolean isReader) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(synchronization);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setReadOnly(isReader);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private final class OpenSqlite implements OpenStore {
    private final GroupCommit group;
    private final SqliteWriter writer;
    private final Connection reader;
    private final Path file;

    OpenSqlite(Path file) throws SQLException, IOException {
      this.file = file;
      Connection connection = connect(file, false);
      try {
        check(connection, Files.size(file));
        writer = new SqliteWriter(connection, Path.of(file + "-mark"));
        reader = connect(file, true);
      } catch (SQLException | IOException e) {
        connection.close();
        throw e;
      }
      group = new GroupCommit(new JobTables(connection), writer);
    }

    private static void check(Connection connection, long size) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        int application = statement.executeQuery("PRAGMA application_id").getInt(1);
        if (application != APPLICATION) {
          throw new SQLException("the file belongs to another program: " + application);
        }
        String pragma =
            size > CHECKED_BYTES ? "PRAGMA quick_check(store)" : "PRAGMA quick_check(1)";
        String found = statement.executeQuery(pragma).getString(1);
        if (!"ok".equals(found)) {
          throw new SQLException("the file is damaged: " + found);
        }
      }
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
      return group.write(work);
    }

    @Override
    public synchronized <T> T read(Work<T> work) throws SQLException {
      return work.on(new JobTables(reader));
    }

    @Override
    public void copyTo(Path folder) throws SQLException {
      // The copy has no mark, so it is accepted as it is.
      Path target = folder.resolve(file.getFileName());
      try (Connection connection = connect(file, false);
          Statement statement = connection.createStatement()) {
        statement.execute("VACUUM INTO '" + target + "'");
      }
    }

    @Override
    public void close() throws SQLException {
      reader.close();
      writer.close();
    }
  }
}
