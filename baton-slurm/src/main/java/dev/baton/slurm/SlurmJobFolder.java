// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files of one engine job. The folder appears together with all files that the creation writes,
 * and exists exactly as long as the engine job. The comments of the batch script describe the files
 * that the script writes.
 */
record SlurmJobFolder(Path parent, String name) {

  /**
   * The name prefix of folders and files that are being created or removed; readers ignore such
   * names.
   */
  private static final String HIDDEN = ".";

  private static final String WORK = "work";

  Path path() {
    return parent.resolve(name);
  }

  /**
   * Returns the folder of one instance. It contains the output of the instance, and how the
   * instance ended.
   */
  SlurmJobFolder instance(int number) {
    return new SlurmJobFolder(path(), String.valueOf(number));
  }

  Path file(String file) {
    return path().resolve(file);
  }

  /**
   * The default working directory of the program, used if the spec of the engine job names none.
   */
  Path work() {
    return file(WORK);
  }

  /** The file with the script of the program, which contains all data that may be secret. */
  Path run() {
    return file("run");
  }

  /** The file with the number of the Slurm job that has the right to run the program. */
  Path claim() {
    return file("claim");
  }

  /** The file with the number of the submitted Slurm job. */
  Path id() {
    return file("id");
  }

  /** The file that contains how the engine job ended. Its content never changes. */
  Path over() {
    return file("over");
  }

  /** A file that exists after the deletion of the engine job was requested. */
  Path deleted() {
    return file("deleted");
  }

  /** A file that exists if a submission failed and Slurm may have accepted it. */
  Path submissionIsUnknown() {
    return file("unsure");
  }

  /** The file with Slurm's messages about the engine job. It contains no output of the program. */
  Path messages() {
    return file("slurm");
  }

  /**
   * Returns the record that was written when the engine job was created, or empty if the engine job
   * does not exist.
   */
  Optional<SlurmJobRecord> read() throws IOException {
    String text = textOf(file("record"));
    return text.isEmpty() ? Optional.empty() : Optional.of(SlurmJobRecord.parse(text));
  }

  /** Returns the number of the Slurm job that has claimed the right to run the program. */
  Optional<Long> claimed() throws IOException {
    return numberIn(claim());
  }

  /** Returns the number of the Slurm job that was submitted, if it is known. */
  Optional<Long> submitted() throws IOException {
    return numberIn(id());
  }

  private static Optional<Long> numberIn(Path file) throws IOException {
    String text = textOf(file).strip();
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
    } catch (NumberFormatException e) {
      throw new IOException(
          "'" + file + "' has '" + text + "'; expected the number of a Slurm job", e);
    }
  }

  /**
   * Creates the engine job's folder. Returns false if the folder exists. If several processes call
   * this method at the same time, only one of them creates the folder.
   */
  boolean make(SlurmJobRecord record, String batch, String run) throws IOException {
    if (Files.exists(file("record"))) {
      return false;
    }
    makeFolder(parent);
    Path draft = parent.resolve(HIDDEN + name + "." + record.uid());
    makeFolder(draft);
    try {
      Files.writeString(draft.resolve("record"), record.text());
      Files.writeString(draft.resolve("batch"), batch);
      makeFolder(draft.resolve(WORK));
      int instances = record.instances() == null ? 0 : record.instances();
      for (int number = 0; number < instances; number++) {
        makeFolder(draft.resolve(String.valueOf(number)).resolve(WORK));
      }
      Files.createFile(draft.resolve("run"), permissions("rw-------"));
      Files.writeString(draft.resolve("run"), run);
      // The move is atomic and never replaces a folder that is not empty.
      Files.move(draft, path(), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      return false;
    } catch (FileSystemException e) {
      if (Files.exists(file("record"))) {
        return false;
      }
      throw e;
    } finally {
      removeTree(draft);
    }
  }

  /**
   * Removes the folder if it belongs to the engine job with that uid, not to a later engine job
   * with the same name. A batch script that starts later finds no record and ends.
   */
  void remove(String uid) throws IOException {
    Optional<SlurmJobRecord> there = read();
    if (there.isEmpty() || !there.get().uid().equals(uid)) {
      return;
    }
    Path gone = parent.resolve(HIDDEN + name + "." + UUID.randomUUID());
    try {
      Files.move(path(), gone, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return;
    }
    removeTree(gone);
  }

  /** Writes a file atomically. Replaces an existing file. */
  void write(Path file, String text) throws IOException {
    Path draft = file(HIDDEN + UUID.randomUUID());
    try {
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // The folder is gone because the engine job was deleted. The file is not needed any more.
      return;
    }
  }

  /** Writes a file atomically unless it exists. Returns false if it exists. */
  boolean writeFirst(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      return false;
    }
    Path draft = file(HIDDEN + UUID.randomUUID());
    Files.writeString(draft, text);
    try {
      Files.createLink(file, draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Returns the names of the engine jobs in a folder. Other files in the folder do not belong to
   * the engine and are ignored.
   */
  static List<String> names(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(parent)) {
      return folders
          .filter(folder -> EngineSpec.isName(String.valueOf(folder.getFileName())))
          .filter(Files::isDirectory)
          .map(folder -> String.valueOf(folder.getFileName()))
          .toList();
    }
  }

  /** Returns the text of a small file, or an empty text if there is no such file. */
  static String textOf(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException | FileNotFoundException e) {
      return "";
    }
  }

  static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, permissions("rwx------"));
    }
  }

  private static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static void removeTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
