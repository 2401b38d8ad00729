// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.StoreCopy;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the file of an embedded database with H2's statement {@code BACKUP TO}, while threads of
 * this process use the database or while no process has it open.
 *
 * <p>The statement copies a file that is not closed. H2 may open an older state of such a file (see
 * {@link EmbeddedFile}). Therefore the copy is recovered, and its version is compared with the
 * version that the database had when all earlier commits were in its file. Then H2 opens and closes
 * the copy once, so that a copy that H2 cannot read is noticed now and not at the restore.
 */
final class CopyEmbeddedStore {

  private static final Logger LOG = LoggerFactory.getLogger(CopyEmbeddedStore.class);
  private static final String SUFFIX = ".mv.db";
  private static final int TRIES = 3;
  private static final int H2_IN_USE = 90020;

  private final JdbcBackend.Options options;
  private final Dialect dialect;
  private final AtomicBoolean busy = new AtomicBoolean();

  CopyEmbeddedStore(JdbcBackend.Options options, Dialect dialect) {
    this.options = options;
    this.dialect = dialect;
  }

  /** Returns the copier of a database that this process does not use. */
  static CopyEmbeddedStore of(JdbcBackend.Options options) {
    return new CopyEmbeddedStore(
        options,
        options.source() instanceof DatabaseSource.Address address
            ? Dialect.of(address.url())
            : Dialect.POSTGRES);
  }

  StoreCopy run() {
    DatabaseSource.Address address = embedded();
    if (!busy.compareAndSet(false, true)) {
      throw new ConflictException(
          "another backup of this store is being made; try again when it is complete");
    }
    try {
      Path copy = onPlatformThread(address);
      return new StoreCopy(
          copy,
          () -> {
            delete(copy);
            busy.set(false);
          });
    } catch (RuntimeException | Error e) {
      busy.set(false);
      throw e;
    }
  }

  private DatabaseSource.Address embedded() {
    if (dialect != Dialect.H2 || !(options.source() instanceof DatabaseSource.Address address)) {
      throw new InvalidInputException(DumpProgram.advice(dialect, options));
    }
    if (ConnectionUrl.isInMemory(address.url()) || ConnectionUrl.isEncrypted(address.url())) {
      throw new InvalidInputException(
          "the embedded database is in memory or encrypted, so Baton cannot back it up; copy the"
              + " file of an encrypted database while no process uses it");
    }
    return address;
  }

  /** An interrupt of the calling thread would close the file of the database. */
  private Path onPlatformThread(DatabaseSource.Address address) {
    CompletableFuture<Path> result = new CompletableFuture<>();
    Threads.platform(
            "store-copy",
            () -> {
              try {
                result.complete(copy(address));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            })
        .start();
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BatonException known) {
        throw known;
      }
      throw new UnavailableException(
          "the embedded database cannot be copied now ("
              + e.getCause()
              + "); its folder needs space for two copies of its file",
          e);
    }
  }

  private Path copy(DatabaseSource.Address address) throws SQLException, IOException {
    String url = ConnectionUrl.forDriver(Dialect.H2, address.url());
    Path file = EmbeddedFile.path(url);
    if (!Files.exists(file)) {
      throw new NotFoundException("there is no database file '" + file + "'");
    }
    try (EmbeddedFile use = EmbeddedFile.use(Dialect.H2, url);
        Connection connection = connect(address)) {
      String name = String.valueOf(file.getFileName()).replace(SUFFIX, "");
      Path archive = file.resolveSibling(name + ".copy.zip");
      Path copy = file.resolveSibling(name + ".copy" + SUFFIX);
      for (int i = 1; i <= TRIES; i++) {
        if (isCopied(connection, archive, copy)) {
          open(address, copy);
          return copy;
        }
        LOG.warn("copy of the database was older than the database; it is made again: try={}", i);
      }
      throw new UnavailableException(
          "the embedded database cannot be copied, because H2 copied an older state of it "
              + TRIES
              + " times; try again when fewer jobs run, or stop the server first");
    }
  }

  private static Connection connect(DatabaseSource.Address address) throws SQLException {
    try {
      return address
          .singleConnections(Dialect.H2, ConnectionUrl.Plans.NOT_PREPARED)
          .getConnection();
    } catch (SQLException e) {
      if (e.getErrorCode() == H2_IN_USE) {
        throw new ConflictException(
            "the database file "
                + ConnectionUrl.databaseAddress(address.url())
                + " is in use by another process, which is not a server that this command finds;"
                + " wait until the server is ready, or name it with --endpoint",
            e);
      }
      throw e;
    }
  }

  /** Copies the file once. Returns whether the copy contains all earlier commits. */
  private static boolean isCopied(Connection connection, Path archive, Path copy)
      throws SQLException, IOException {
    // H2 would add a copy that an earlier process left to the archive.
    Files.deleteIfExists(copy);
    Files.deleteIfExists(archive);
    try {
      long version = Durability.Checkpoint.save(connection);
      EmbeddedFile.createPrivate(archive);
      try (PreparedStatement backup = connection.prepareStatement("BACKUP TO ?")) {
        backup.setString(1, archive.toString());
        backup.execute();
      }
      extract(archive, copy);
      if (EmbeddedFile.recovered(copy) >= version) {
        return true;
      }
    } catch (MVStoreException e) {
      LOG.warn("copy of the database cannot be recovered: file={}", copy, e);
    } catch (SQLException | IOException | RuntimeException e) {
      delete(copy);
      throw e;
    } finally {
      delete(archive);
    }
    delete(copy);
    return false;
  }

  private static void extract(Path archive, Path copy) throws IOException {
    EmbeddedFile.createPrivate(copy);
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      @Nullable ZipEntry entry = zip.getNextEntry();
      if (entry == null || !entry.getName().endsWith(SUFFIX)) {
        throw new IOException("H2 wrote no database to '" + archive + "'");
      }
      writeInto(copy, zip);
    }
  }

  private static void writeInto(Path copy, InputStream content) throws IOException {
    // The file was created before, so it keeps its permissions.
    try (var out = Files.newOutputStream(copy)) {
      content.transferTo(out);
    }
  }

  /**
   * Opens and closes the copy, which shows that H2 can read it. Removes the login sessions, because
   * a session that ended after the backup would be valid again after a restore.
   */
  private void open(DatabaseSource.Address original, Path copy) throws SQLException {
    String name = copy.toString();
    String settings = original.url().replaceFirst("^[^;]*", "");
    DatabaseSource.Address address =
        new DatabaseSource.Address(
            "jdbc:h2:file:" + name.substring(0, name.length() - SUFFIX.length()) + settings,
            original.user(),
            original.password());
    try (Connection connection = connect(address);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(options.tables().in("DELETE FROM baton_login_session"));
    } catch (SQLException e) {
      delete(copy);
      throw e;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("copy of the database cannot be deleted; delete it: file={}", file, e);
    }
  }
}
