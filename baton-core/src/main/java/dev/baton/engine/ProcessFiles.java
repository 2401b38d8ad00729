// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

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
 * The files of one engine job: all in one folder, so that one watch sees what happens to any. The
 * record is there exactly as long as the job; the scripts say who writes the others.
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

  /** Holds the uid of the job whose deletion was asked for. */
  Path deleted() {
    return file(".deleted");
  }

  private Path file(String ending) {
    return folder.resolve(name + ending);
  }

  /** What was written down when it was made; empty if it does not exist. */
  Optional<ProcessRecord> read() throws IOException {
    String text = textOf(record());
    return text.isEmpty() ? Optional.empty() : Optional.of(ProcessRecord.parse(text));
  }

  /** Makes the job; false if it is there. Of several that try, one does. */
  boolean make(ProcessRecord made) throws IOException {
    if (Files.exists(record())) {
      return false;
    }
    // A deletion may have been cut off after the record was gone.
    removeRest();
    Path draft = folder.resolve("." + name + "." + made.uid());
    Files.writeString(draft, made.text());
    try {
      // A link is made whole or not at all, and never over another file.
      Files.createLink(record(), draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Removes everything, the record first: who starts the program late finds none and leaves. */
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

  /** Writes a file that nobody else has written; false if somebody has. */
  static boolean writeFirst(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
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

  /** When the file was last written. */
  static Optional<Instant> timeOf(Path file) throws IOException {
    try {
      return Optional.of(
          Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
