// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The files of one engine job. The files of all engine jobs are in one folder, so that one watch
 * sees all changes. The record exists exactly as long as the engine job. The comments in the
 * scripts say which process writes the other files.
 */
record ProcessFiles(Path folder, String name) {

  static final String RECORD = ".json";

  Path path() {
    return folder.resolve(name);
  }

  Path record() {
    return file(RECORD);
  }

  Path pid() {
    return file(".pid");
  }

  Path program() {
    return file(".program");
  }

  Path output() {
    return file(".out");
  }

  Path errors() {
    return file(".err");
  }

  Path cause() {
    return file(".cause");
  }

  Path exit() {
    return file(".exit");
  }

  /** The file that contains the uid of the engine job whose deletion was requested. */
  Path deleted() {
    return file(".deleted");
  }

  private Path file(String ending) {
    return folder.resolve(name + ending);
  }

  /** Reads the record of the engine job; empty if the engine job does not exist. */
  Optional<ProcessRecord> read() throws IOException {
    String text = textOf(record());
    return text.isEmpty() ? Optional.empty() : Optional.of(ProcessRecord.parse(text));
  }

  /**
   * Creates the engine job; returns false if it exists. Of several concurrent callers, exactly one
   * succeeds.
   */
  boolean make(ProcessRecord made) throws IOException {
    if (Files.exists(record())) {
      return false;
    }
    // An interrupted deletion removes the mark of the deletion last, and a supervisor that finds no
    // record leaves only its own file. The other files are not looked for, because each look costs
    // the creators of other engine jobs a wait for the folder.
    if (Files.exists(deleted()) || Files.exists(pid())) {
      removeRest();
    }
    Path draft = folder.resolve("." + name + "." + made.uid());
    Files.writeString(draft, made.text());
    try {
      // The creation of a link is atomic and never replaces another file. Therefore readers never
      // see a part of the record.
      Files.createLink(record(), draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Removes all files, the record first. A shell that starts the program late then finds no record
   * and exits.
   */
  void remove() throws IOException {
    Files.deleteIfExists(record());
    removeRest();
  }

  private void removeRest() throws IOException {
    for (Path file :
        new Path[] {pid(), program(), output(), errors(), cause(), exit(), deleted()}) {
      Files.deleteIfExists(file);
    }
  }

  /** Creates a file and writes it; returns false if the file exists. */
  static boolean writeFirst(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Reads a small file; empty if the file does not exist. */
  static String textOf(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException | FileNotFoundException e) {
      return "";
    }
  }

  /** The time of the last write of the file. */
  static Optional<Instant> timeOf(Path file) throws IOException {
    try {
      return Optional.of(
          Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
