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
 * The files of one engine job, in a folder that is there, whole, exactly as long as the job. The
 * batch script says which of them it writes.
 */
record JobFolder(Path parent, String name) {

  /** Of folders that are being made or removed. */
  private static final String HIDDEN = ".";

  private static final String WORK = "work";

  Path path() {
    return parent.resolve(name);
  }

  /** The folder of one instance, which holds what it writes and how it ended. */
  JobFolder instance(int number) {
    return new JobFolder(path(), String.valueOf(number));
  }

  Path file(String file) {
    return path().resolve(file);
  }

  /** Where the program runs whose spec names no working directory. */
  Path work() {
    return file(WORK);
  }

  /** The script of the program, with all that may be secret. */
  Path run() {
    return file("run");
  }

  /** Number of the Slurm job that runs the program, or alone might have. */
  Path claim() {
    return file("claim");
  }

  /** Number of the Slurm job that was submitted. */
  Path id() {
    return file("id");
  }

  /** How it ended, for ever. */
  Path over() {
    return file("over");
  }

  /** There once its deletion was asked for. */
  Path deleted() {
    return file("deleted");
  }

  /** There if a submission failed such that it may have been accepted. */
  Path unsure() {
    return file("unsure");
  }

  /** Messages of Slurm about the job, and of nobody else. */
  Path messages() {
    return file("slurm");
  }

  /** What was written down when it was made; empty if it does not exist. */
  Optional<JobRecord> read() throws IOException {
    String text = textOf(file("record"));
    return text.isEmpty() ? Optional.empty() : Optional.of(JobRecord.parse(text));
  }

  /** The number of the Slurm job that claimed it. */
  Optional<Long> claimed() throws IOException {
    return numberIn(claim());
  }

  /** The number of the Slurm job that was submitted for it, if one is known. */
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

  /** Makes the job; false if it is there. Of several that try, one does. */
  boolean make(JobRecord record, String batch, String run) throws IOException {
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
      // Moved whole or not at all, and never over a folder that has something in it.
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

  /** Removes the job of that uid; whatever runs late finds no record and leaves. */
  void remove(String uid) throws IOException {
    Optional<JobRecord> there = read();
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

  /** Writes a file, whole or not at all, over what others have written. */
  void write(Path file, String text) throws IOException {
    Path draft = file(HIDDEN + UUID.randomUUID());
    try {
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // The job was deleted meanwhile: nobody needs it any more.
      return;
    }
  }

  /** Writes a file that nobody else has written, whole or not at all; false if somebody has. */
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

  /** The names of the jobs below a folder; whatever else is there is none of the engine's. */
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

  /** The text of a small file; empty if there is none. */
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
