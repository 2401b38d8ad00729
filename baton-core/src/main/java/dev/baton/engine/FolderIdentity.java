// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Tells a folder in which an engine keeps its jobs from every other one, wherever it is mounted.
 */
public final class FolderIdentity {

  private static final String FILE = ".identity";

  private FolderIdentity() {}

  /** The identity of an existing folder; made by the first process that asks for it. */
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
      // A link is made whole or not at all, and never over another file.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster: its identity counts.
      return;
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
