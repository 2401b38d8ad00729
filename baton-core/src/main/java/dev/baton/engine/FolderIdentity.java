// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Creates and reads the unique id of a folder in which an engine keeps its engine jobs. The id
 * stays the same wherever the folder is mounted.
 */
public final class FolderIdentity {

  private static final String FILE = ".identity";

  private FolderIdentity() {}

  /** Reads the id of an existing folder. The first process that reads it creates it. */
  public static String of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      make(folder, file);
    }
    return Files.readString(file).strip();
  }

  private static void make(Path folder, Path file) throws IOException {
    String identity = UUID.randomUUID().toString();
    Path draft = folder.resolve(FILE + "." + identity);
    Files.writeString(draft, identity + "\n");
    try {
      // The creation of a link is atomic and never replaces another file. Therefore readers never
      // see a part of the file.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Another process created the id first, so its id is used.
      return;
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
