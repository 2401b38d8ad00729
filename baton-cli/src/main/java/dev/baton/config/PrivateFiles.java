// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Writes files and creates folders that only their owner can read. */
final class PrivateFiles {

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Creates the folder and its missing parents unless the folder exists. */
  static void createFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, attributes(folder, FOLDER));
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "folder '" + folder + "' cannot be created: " + e.getMessage(), e);
    }
  }

  /**
   * Removes the access of all users except the owner from an existing folder.
   *
   * @param isOwn whether a file with this name is one of Baton's own files
   * @throws InvalidInputException if other users can access the folder and it contains files that
   *     are not Baton's, because the other users may need these files; also if the folder belongs
   *     to another user
   */
  static void restrictFolder(Path folder, Predicate<String> isOwn) {
    try {
      if (!isPosix(folder) || FOLDER.containsAll(Files.getPosixFilePermissions(folder))) {
        return;
      }
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(isOwn.negate())
            .findFirst()
            .ifPresent(name -> {
              throw new InvalidInputException(
                  "data folder '"
                      + folder
                      + "' is open to other users (mode "
                      + mode
                      + ") and holds '"
                      + name
                      + "', which is not Baton's; choose another one with --data, or close it:"
                      + " chmod 700 '"
                      + folder
                      + "'");
            });
      }
      Files.setPosixFilePermissions(folder, FOLDER);
    } catch (IOException e) {
      throw new InvalidInputException(
          "data folder '"
              + folder
              + "' is open to other users and cannot be closed: "
              + e.getMessage()
              + "; choose another one with --data",
          e);
    }
  }

  /**
   * Writes the file in one step. A reader sees the old content or the new content, never a part.
   */
  static void write(Path file, String content) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "file is a root");
    try {
      Path draft = Files.createTempFile(folder, ".draft", null, attributes(folder, FILE));
      try {
        Files.write(draft, content.getBytes(StandardCharsets.UTF_8));
        Files.move(
            draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UnavailableException("'" + file + "' cannot be written: " + e.getMessage(), e);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
