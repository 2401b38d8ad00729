// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of an embedded database while this process uses it. The first use brings a file whose
 * process was killed to its newest state.
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

  // Of the whole process, guarded by itself: the operating system's locks belong to processes, and
  // opening and closing a file that is open already would end H2's lock on it.
  private static final Map<Path, Integer> USES = new HashMap<>();

  private final @Nullable Path path;

  private EmbeddedFile(@Nullable Path path) {
    this.path = path;
  }

  /** Does nothing for a database that is not in a file of this process. */
  static EmbeddedFile use(Dialect dialect, String url) {
    if (dialect != Dialect.H2 || ConnectionUrl.isInMemory(url)) {
      return new EmbeddedFile(null);
    }
    Path path = path(url);
    synchronized (USES) {
      if (USES.merge(path, 1, Integer::sum) == 1 && !ConnectionUrl.isEncrypted(url)) {
        recover(path);
      }
    }
    return new EmbeddedFile(path);
  }

  private static Path path(String url) {
    String place = ConnectionUrl.place(url);
    String file =
        place.startsWith(HOME)
            ? Path.of(System.getProperty("user.home"), place.substring(HOME.length())).toString()
            : place;
    return Path.of(file + SUFFIX).toAbsolutePath().normalize();
  }

  private static void recover(Path path) {
    try {
      if (!Files.isWritable(path) || Files.size(path) == 0 || isClean(path)) {
        return;
      }
      MVStore.Builder whole = new MVStore.Builder().recoveryMode().autoCommitDisabled();
      try (MVStore store = whole.fileName(path.toString()).open()) {
        LOG.info(
            "database was not closed: recovered file={} version={}",
            path,
            store.getCurrentVersion());
      }
    } catch (IOException | MVStoreException e) {
      // In use, damaged, or on a broken disk: opening the database meets it again and says so.
      LOG.debug("database could not be recovered: file={}", path, e);
    }
  }

  /** Whether the two headers of the file are the same and say that it was closed in order. */
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
