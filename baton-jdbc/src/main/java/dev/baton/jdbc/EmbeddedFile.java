// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of an embedded database while this process uses it. If the process that used the file
 * before was killed, the first use restores the newest state of the file.
 *
 * <p>Without this, H2 may open an older state. To find the newest chunk of a file, H2 starts at the
 * chunk that the header of the file names, and follows a pointer in each chunk to the place where
 * the next chunk was expected. When a chunk is stored at another place, H2 updates the header, but
 * names the previous chunk there (seen in 2.2.224 to 2.5.252). Until a later header update, the
 * newest chunks cannot be found, although their commits were synced. The recovery mode of H2 reads
 * the whole file and finds them.
 */
final class EmbeddedFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFile.class);
  private static final String SUFFIX = ".mv.db";
  private static final String CLEAN = ",clean:1,";
  private static final String HOME = "~/";
  private static final int HEADER_BYTES = 4096;
  private static final String COPY_SUFFIX = ".recovery";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  // Shared by the whole process and guarded by itself. The operating system's locks belong to
  // processes: opening and closing a file that is already open would release H2's lock on it.
  private static final Map<Path, Integer> USES = new HashMap<>();

  private final @Nullable Path path;

  private EmbeddedFile(@Nullable Path path) {
    this.path = path;
  }

  /**
   * Starts the use of the file. Does nothing for a database that is not in a file of this process.
   */
  static EmbeddedFile use(Dialect dialect, String url) {
    if (dialect != Dialect.H2 || ConnectionUrl.isInMemory(url)) {
      return new EmbeddedFile(null);
    }
    Path path = path(url);
    synchronized (USES) {
      if (!USES.containsKey(path) && !ConnectionUrl.isEncrypted(url)) {
        recover(path);
      }
      USES.merge(path, 1, Integer::sum);
    }
    return new EmbeddedFile(path);
  }

  /** The file of the database with this URL. */
  static Path path(String url) {
    String databaseAddress = ConnectionUrl.databaseAddress(url);
    String file =
        databaseAddress.startsWith(HOME)
            ? Path.of(System.getProperty("user.home"), databaseAddress.substring(HOME.length()))
                .toString()
            : databaseAddress;
    return Path.of(file + SUFFIX).toAbsolutePath().normalize();
  }

  /**
   * Recovers a copy of the file and replaces the file by the copy. A recovery that fails, is killed
   * or runs out of disk space leaves the file unchanged.
   */
  private static void recover(Path path) {
    Path copy = path.resolveSibling(path.getFileName() + COPY_SUFFIX);
    try {
      if (!Files.isWritable(path) || Files.size(path) == 0 || isClean(path)) {
        return;
      }
      // This is the lock that H2 takes on an open database. No other code may open and close the
      // file while the lock is held, because that would release the lock.
      try (FileChannel file = FileChannel.open(path, READ, WRITE);
          FileLock lock = file.tryLock()) {
        if (lock == null) {
          return;
        }
        copy(file, copy);
        long version = recovered(copy);
        Files.move(copy, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LOG.info(
            "database was not closed properly and was recovered: file={} version={}",
            path,
            version);
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("database is already open in this process: file={}", path, e);
    } catch (MVStoreException | StackOverflowError e) {
      // H2 follows references in damaged files without end. The later open of the database reports
      // the damage.
      LOG.warn(
          "database was not closed properly and cannot be recovered; restore a backup if it cannot"
              + " be opened: file={}",
          path,
          e);
    } catch (IOException e) {
      throw new UnavailableException(
          "the database file '"
              + path
              + "' was not closed properly and cannot be recovered now ("
              + e.getMessage()
              + "); the folder needs space for a copy of the file",
          e);
    } finally {
      delete(copy);
    }
  }

  private static void copy(FileChannel file, Path copy) throws IOException {
    Files.deleteIfExists(copy);
    createPrivate(copy);
    try (FileChannel target = FileChannel.open(copy, WRITE)) {
      long size = file.size();
      for (long at = 0; at < size; ) {
        at += file.transferTo(at, size - at, target);
      }
      target.force(true);
    }
  }

  /** Creates an empty file that only its owner can read. */
  static void createPrivate(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } else {
      Files.createFile(file);
    }
  }

  /** Restores the newest state of a file and returns the version of the state. */
  static long recovered(Path copy) throws IOException {
    MVStore.Builder whole = new MVStore.Builder().recoveryMode().autoCommitDisabled();
    long version;
    try (MVStore store = whole.fileName(copy.toString()).open()) {
      version = store.getCurrentVersion();
    } catch (MVStoreException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
    try (FileChannel channel = FileChannel.open(copy, WRITE)) {
      channel.force(true);
    }
    return version;
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      LOG.debug("copy of a database could not be deleted: file={}", copy, e);
    }
  }

  /** Whether the two headers of the file are equal and record that the file was closed in order. */
  private static boolean isClean(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] first = in.readNBytes(HEADER_BYTES);
      byte[] second = in.readNBytes(HEADER_BYTES);
      return Arrays.equals(first, second)
          && new String(first, StandardCharsets.ISO_8859_1).contains(CLEAN);
    }
  }

  @Override
  public void close() {
    if (path != null) {
      synchronized (USES) {
        USES.computeIfPresent(path, (file, uses) -> uses == 1 ? null : uses - 1);
      }
    }
  }
}
