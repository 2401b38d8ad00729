// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for the files of one server of one JVM. A lock file beside it shows later JVMs whether
 * they may remove the folder: the operating system releases the lock when the JVM ends in any way.
 */
final class LockedServerFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LockedServerFolder.class);
  private static final String LOCK = ".lock";

  private final Path folder;
  private final Path lockFile;
  private final FileChannel channel;
  private final Consumer<Path> undo;

  private LockedServerFolder(Path folder, Path lockFile, FileChannel channel, Consumer<Path> undo) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.channel = channel;
    this.undo = undo;
  }

  /**
   * Makes a folder, and removes the folders of killed JVMs.
   *
   * @param kind the start of the folder name
   * @param undo removes what a killed JVM left outside of the folder; called before the folder is
   *     removed
   */
  static LockedServerFolder make(String kind, Consumer<Path> undo) {
    Path parent = Path.of("/tmp");
    removeStale(parent, kind, undo);
    String name = kind + "-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path lockFile = parent.resolve(name + LOCK);
    try {
      // The lock exists before the folder, so a process that sees the folder also sees the lock.
      FileChannel channel = lock(lockFile);
      if (channel == null) {
        return make(kind, undo);
      }
      Path folder = Files.createDirectory(parent.resolve(name));
      return new LockedServerFolder(folder, lockFile, channel, undo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return folder;
  }

  /** Removes the folder with its contents. */
  @Override
  public void close() {
    try {
      undo.accept(folder);
      delete(folder);
      Files.deleteIfExists(lockFile);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeStale(Path parent, String kind, Consumer<Path> undo) {
    List<Path> locks;
    try (Stream<Path> files = Files.list(parent)) {
      locks = files.filter(file -> isLock(file, kind)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Path lockFile : locks) {
      try (FileChannel channel = lock(lockFile)) {
        if (channel != null) {
          String name = lockFile.getFileName().toString();
          Path folder = parent.resolve(name.substring(0, name.length() - LOCK.length()));
          LOG.info("removing the test server of a killed test run: folder={}", folder);
          undo.accept(folder);
          delete(folder);
          Files.deleteIfExists(lockFile);
        }
      } catch (IOException e) {
        LOG.warn("the test server of a killed test run could not be removed: lock={}", lockFile, e);
      }
    }
  }

  private static boolean isLock(Path file, String kind) {
    String name = file.getFileName().toString();
    return name.startsWith(kind + "-") && name.endsWith(LOCK);
  }

  /** Returns the open channel that holds the lock, or null if another holder has the lock. */
  private static @Nullable FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another server of the same JVM holds the lock.
      lock = null;
    }
    if (lock == null) {
      channel.close();
      return null;
    }
    return channel;
  }

  /** Removes a folder with its contents, if it exists. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
