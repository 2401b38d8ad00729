// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Folders of runs. */
final class RunFolders {

  private RunFolders() {}

  /** A new one that every account may enter, since databases run under accounts of their own. */
  static Path create() throws IOException {
    String name = "baton-campaign-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    return Files.createDirectory(Path.of("/tmp").resolve(name));
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
