// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with case files, or with a folder {@code cases} of them. */
record CaseFolder(Path path) {

  private static final String PROPERTY = "baton.conformance";
  private static final String ROOT_PROPERTY = "baton.invoked-in";
  private static final Path OWN = Path.of("src/test/resources/conformance/flows");

  /** The folder that the property names, else the one that is part of the project. */
  static CaseFolder chosen() {
    String named = System.getProperty(PROPERTY, "");
    return new CaseFolder(named.isEmpty() ? OWN : resolved(named));
  }

  /** A relative path means: from where the build was started, else from the project's root. */
  private static Path resolved(String named) {
    Path fromStart = Path.of(System.getProperty(ROOT_PROPERTY, "..")).resolve(named);
    return Files.isDirectory(fromStart) ? fromStart : Path.of("..").resolve(named);
  }

  /** The case files, by name. */
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
