// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.StoreCopy;
import dev.baton.config.DataFolder;
import dev.baton.config.ServerDiscovery;
import dev.baton.config.Settings;
import dev.baton.config.UserFolders;
import dev.baton.console.CommandContext;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.server.BackupArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Writes backups of the embedded store to files, and restores them. */
public final class BackupFiles {

  /** The files that a data folder may have before a restore. */
  private static final Set<String> NO_DATA = Set.of("baton.properties", "lost+found");

  private static final String DATABASE = "baton.mv.db";

  private BackupFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to the stream. */
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * Refuses a file that exists, or whose folder does not.
   *
   * @throws ConflictException if the file exists
   * @throws InvalidInputException if its folder does not exist
   */
  public static void requireNew(Path file) {
    if (Files.exists(file)) {
      throw new ConflictException(
          "'" + file + "' exists, and a backup replaces no file; choose another name");
    }
    Path folder = folder(file);
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("folder '" + folder + "' does not exist; create it first");
    }
  }

  /**
   * Writes a backup to a new file that only its owner can read, and checks it. The file gets its
   * name when it is complete and on the disk.
   */
  public static BackupArchive.Manifest write(Path file, Content content)
      throws InterruptedException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      writeDurably(part, content);
      try {
        BackupArchive.Manifest manifest = BackupArchive.check(part);
        Files.move(part, file);
        sync(folder(file));
        return manifest;
      } catch (InvalidInputException e) {
        throw new UnavailableException(
            "the server sent an incomplete backup; see the server's log, and try again", e);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (FileAlreadyExistsException e) {
      throw new ConflictException(
          "'"
              + e.getFile()
              + "' exists: another backup writes it, or a backup was killed; delete it if no backup"
              + " runs",
          e);
    } catch (IOException e) {
      throw new UnavailableException("'" + file + "' cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a backup of the store that a server with this data folder would use, without a server.
   *
   * @throws NotFoundException if the folder has no store
   * @throws ConflictException if a process has the store open
   */
  public static BackupArchive.Manifest writeWithoutServer(
      Path file, Path folder, CommandContext commandContext) throws InterruptedException {
    Instant start = commandContext.clock().now();
    try (StoreCopy copy = JdbcBackend.copyClosed(store(folder, commandContext.environment()))) {
      return write(file, out -> BackupArchive.write(copy.file(), start, out));
    }
  }

  /** The options of the store that a server with this data folder would use. */
  private static JdbcBackend.Options store(Path folder, Map<String, String> environment) {
    Settings settings = new Settings(Map.of(), environment);
    settings.withFile(folder.resolve("baton.properties"));
    BackendSettings backend = BackendSettings.of(settings, environment);
    settings.check();
    JdbcBackend.Options named = backend.store();
    if (named != null) {
      return named;
    }
    if (!Files.isRegularFile(folder.resolve(DATABASE))) {
      throw new NotFoundException(
          "no server runs on the data folder '"
              + folder
              + "', and it contains no store; name another one with --data, or a server with"
              + " --endpoint");
    }
    return Backends.embedded(DataFolder.open(folder).database());
  }

  /**
   * Restores a backup to a data folder that is empty or missing. Checks the whole file first.
   *
   * @throws InvalidInputException if the file is not a complete and unchanged backup
   * @throws ConflictException if the folder holds data or a server runs on it
   */
  public static BackupArchive.Manifest restore(
      Path file, Path folder, CommandContext commandContext) throws InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new NotFoundException("there is no file '" + file + "'");
    }
    requireEmpty(folder, new ServerDiscovery(UserFolders.of(commandContext.environment())));
    try {
      BackupArchive.check(file);
      Path database = DataFolder.open(folder).path().resolve(DATABASE);
      Path part = database.resolveSibling(DATABASE + ".part");
      try {
        BackupArchive.Manifest[] manifest = new BackupArchive.Manifest[1];
        writeDurably(part, out -> manifest[0] = BackupArchive.unpack(file, out));
        Files.move(part, database);
        sync(folder(database));
        return Objects.requireNonNull(manifest[0], "unpack returned no manifest");
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "'" + file + "' cannot be restored to '" + folder + "': " + e.getMessage(), e);
    }
  }

  private static void requireEmpty(Path folder, ServerDiscovery serverDiscovery) {
    serverDiscovery
        .inFolder(folder)
        .ifPresent(server -> {
          throw new ConflictException(
              "a server runs on '"
                  + folder
                  + "' (process "
                  + server.pid()
                  + "); choose an empty folder with --data");
        });
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(each -> String.valueOf(each.getFileName()))
          .filter(name -> !NO_DATA.contains(name))
          .sorted()
          .findFirst()
          .ifPresent(name -> {
            throw new ConflictException(
                "data folder '"
                    + folder
                    + "' holds '"
                    + name
                    + "', and a restore replaces nothing; choose an empty folder with --data");
          });
    } catch (IOException e) {
      throw new UnavailableException(
          "data folder '" + folder + "' cannot be read: " + e.getMessage(), e);
    }
  }

  /** Creates the file; if the write fails, deletes it. */
  private static void writeDurably(Path file, Content content)
      throws IOException, InterruptedException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, ownerOnly(file))) {
      try {
        content.write(Channels.newOutputStream(channel));
        channel.force(true);
      } catch (IOException | InterruptedException | RuntimeException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the file is a root");
  }

  /** Makes the name of a file in the folder durable. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
