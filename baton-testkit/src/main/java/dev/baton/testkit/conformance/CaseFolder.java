// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder that contains case files, or a folder {@code cases} with case files. */
record CaseFolder(Path path) {

  private static final String PROPERTY = "baton.conformance";
  private static final String ROOT_PROPERTY = "baton.invoked-in";
  private static final Path OWN = Path.of("src/test/resources/conformance/flows");

  /** Returns the folder that the system property names, or else the folder of the project. */
  static CaseFolder chosen() {
    String named = System.getProperty(PROPERTY, "");
    return new CaseFolder(named.isEmpty() ? OWN : resolved(named));
  }

  /**
   * Resolves a relative path against the folder in which the build was started, or else against the
   * root of the project.
   */
  private static Path resolved(String named) {
    Path fromStart = Path.of(System.getProperty(ROOT_PROPERTY, "..")).resolve(named);
    return Files.isDirectory(fromStart) ? fromStart : Path.of("..").resolve(named);
  }

  /** Returns the case files, sorted by name. */
  List<Path> files() {
    Path nested = path.resolve("cases");
    Path folder = Files.isDirectory(nested) ? nested : path;
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> cases =
          files.filter(file -> file.getFileName().toString().endsWith(".json")).sorted().toList();
      if (cases.isEmpty()) {
        throw new IllegalArgumentException("no case (*.json) in '" + folder + "'");
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot list the cases in '%s' (-D%s=DIR names another folder)"
              .formatted(folder.toAbsolutePath(), PROPERTY),
          e);
    }
  }
}
