// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the programs of servers in the folders of their packages, or else on the {@code PATH}. If
 * programs are missing, it skips the test and logs that once for each server, or fails the test if
 * {@code BATON_REQUIRE_SERVERS} is {@code 1}.
 */
final class InstalledPrograms {

  private static final Logger LOG = LoggerFactory.getLogger(InstalledPrograms.class);
  private static final Set<String> MISSED = ConcurrentHashMap.newKeySet();

  private InstalledPrograms() {}

  /** Returns a folder that contains all of these programs. */
  static Path folder(String server, List<Path> usual, String... programs) {
    return Stream.concat(usual.stream(), path())
        .filter(folder -> Stream.of(programs).allMatch(name -> isProgram(folder.resolve(name))))
        .findFirst()
        .orElseThrow(() -> skipOrFailMissing(server, String.join(", ", programs)));
  }

  static String program(String server, List<Path> usual, String name) {
    return folder(server, usual, name).resolve(name).toString();
  }

  /**
   * Returns the {@code bin} folders of the versions below the parent, highest version first; empty
   * if the parent does not exist.
   */
  static List<Path> versions(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> versions = Files.list(parent)) {
      return versions
          .sorted(Comparator.comparingDouble(InstalledPrograms::version).reversed())
          .map(version -> version.resolve("bin"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double version(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("\\d{1,4}(\\.\\d{1,4})?") ? Double.parseDouble(name) : 0;
  }

  private static Stream<Path> path() {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of);
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  static AssertionError skipOrFailMissing(String server, String programs) {
    return skipOrFail(server, server + " is not installed (searched for " + programs + ")");
  }

  /**
   * Skips the test because something is missing, or returns the error to throw if tests must not be
   * skipped.
   */
  static AssertionError skipOrFail(String server, String message) {
    if (!"1".equals(System.getenv("BATON_REQUIRE_SERVERS"))) {
      if (MISSED.add(server)) {
        LOG.warn(
            "{}: the tests that need it are SKIPPED; install it, or set BATON_REQUIRE_SERVERS=1 to"
                + " have them fail",
            message);
      }
      Assumptions.abort(message);
    }
    return new AssertionError(message + ", and BATON_REQUIRE_SERVERS is 1");
  }
}
