// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * H2 as Baton uses it: each thread commits on a connection of its own, then the file is saved and
 * synchronized; one save serves all commits before it. A file that was not closed is recovered from
 * a copy before it is opened.
 */
final class H2Store implements EmbeddedStore {

  private final boolean isGrouped;

  /**
   * Creates a store.
   *
   * @param isGrouped whether all threads write through one connection, as with SQLite
   */
  H2Store(boolean isGrouped) {
    this.isGrouped = isGrouped;
  }

  private static final int HEADER_BYTES = 4096;

  @Override
  public String name() {
    return isGrouped ? "h2-grouped" : "h2";
  }

  @Override
  public List<Path> files(Path folder) {
    return List.of(folder.resolve("baton.mv.db"));
  }

  @Override
  public Class<?> driver() {
    return org.h2.Driver.class;
  }

  @Override
  public OpenStore open(Path folder) throws SQLException, IOException {
    Path file = file(folder);
    if (Files.exists(file) && Files.size(file) > 0 && !isClean(file)) {
      recover(file);
    }
    return new OpenH2(folder, isGrouped);
  }

  private static boolean isClean(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(HEADER_BYTES);
      byte[] second = in.readNBytes(HEADER_BYTES);
      return Arrays.equals(first, second)
          && new String(first, StandardCharsets.ISO_8859_1).contains(",clean:1,");
    }
  }

  private static void recover(Path file) throws IOException {
    Path copy = file.resolveSibling(file.getFileName() + ".recovery");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        // Another process uses the file, and opening the database reports this.
        return;
      }
      copy(channel, copy);
      new MVStore.Builder()
          .recoveryMode()
          .autoCommitDisabled()
          .fileName(copy.toString())
          .open()
          .close();
      try (FileChannel recovered = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        recovered.force(true);
      }
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (MVStoreException | StackOverflowError e) {
      // Opening the database reports the damage.
      return;
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static void copy(FileChannel file, Path copy) throws IOException {
    try (FileChannel target =
        FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long size = file.size();
      // Ends at the size of the file, which nobody else changes while it is locked.
      for (long at = 0; at < size; ) {
        at += file.transferTo(at, size - at, target);
      }
      target.force(true);
    }
  }

  private static final class OpenH2 implements OpenStore {
    private final ConcurrentLinkedDeque<JobTables> idle = new ConcurrentLinkedDeque<>();
    private final H2Checkpoint checkpoint = new H2Checkpoint();
    private final String url;
    private final @Nullable GroupCommit group;
    private @Nullable Connection grouped;
    private volatile boolean isClosed;

    OpenH2(Path folder, boolean isGrouped) throws SQLException {
      url =
          "jdbc:h2:file:"
              + folder.toAbsolutePath().resolve("baton")
              + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";
      // Creates the tables if they are absent, as the migrations of Baton do.
      run(
          tables -> {
            tables.create("BIGINT NOT NULL PRIMARY KEY", "");
            return true;
          },
          true);
      group = isGrouped ? grouped(take()) : null;
    }

    private GroupCommit grouped(JobTables tables) {
      grouped = tables.connection();
      return new GroupCommit(tables, new H2Transactions(tables.connection(), checkpoint));
    }

    private void commit(Connection connection) throws SQLException {
      connection.commit();
      checkpoint.afterCommit(connection);
    }

    private JobTables connect() throws SQLException {
      Connection connection = DriverManager.getConnection(url);
      connection.setAutoCommit(false);
      return new JobTables(connection);
    }

    private JobTables take() throws SQLException {
      @Nullable JobTables tables = idle.poll();
      return tables == null ? connect() : tables;
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
      return group == null ? run(work, true) : group.write(work);
    }

    @Override
    public <T> T read(Work<T> work) throws SQLException {
      return run(work, false);
    }

    private <T> T run(Work<T> work, boolean isWrite) throws SQLException {
      JobTables tables = take();
      try {
        T result = work.on(tables);
        if (isWrite) {
          commit(tables.connection());
        } else {
          tables.connection().commit();
        }
        release(tables);
        return result;
      } catch (SQLException | RuntimeException e) {
        discard(tables, e);
        throw e;
      }
    }

    private void release(JobTables tables) throws SQLException {
      idle.push(tables);
      if (isClosed) {
        close();
      }
    }

    /** A connection that failed is replaced, as the pool of Baton does. */
    private static void discard(JobTables tables, Exception cause) {
      try {
        tables.connection().rollback();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
      try {
        tables.connection().close();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
    }

    @Override
    public void copyTo(Path folder) throws SQLException, IOException {
      Path zip = folder.resolve("backup.zip");
      JobTables tables = take();
      try (Statement statement = tables.connection().createStatement()) {
        statement.execute("BACKUP TO '" + zip + "'");
      } finally {
        release(tables);
      }
      try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          Files.copy(in, folder.resolve(Path.of(entry.getName()).getFileName()));
        }
      }
      Files.delete(zip);
    }

    @Override
    public void close() throws SQLException {
      isClosed = true;
      if (grouped != null) {
        grouped.close();
      }
      @Nullable SQLException failure = null;
      for (JobTables tables = idle.poll(); tables != null; tables = idle.poll()) {
        try {
          tables.connection().close();
        } catch (SQLException e) {
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }
}
