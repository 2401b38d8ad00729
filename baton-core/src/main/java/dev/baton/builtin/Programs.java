// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.plugin.JobFailedException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds programs as a shell would, so that one that is missing can be told from one that fails. */
final class Programs {
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private Programs() {}

  static Path find(String name, Map<String, String> environment, Path dir)
      throws JobFailedException {
    String path = environment.getOrDefault("PATH", DEFAULT_PATH);
    Optional<Path> found =
        name.contains("/")
            ? Optional.of(resolved(dir, name)).filter(Files::exists)
            : onPath(name, path, dir);
    Path program =
        found.orElseThrow(() ->
            new JobFailedException(
                RunCommand.NOT_FOUND,
                "command '"
                    + name
                    + "' not found on this executor"
                    + (name.contains("/") ? "" : "; PATH is " + path)));
    if (Files.isDirectory(program) || !Files.isExecutable(program)) {
      throw new JobFailedException(
          RunCommand.CANNOT_START, "command '" + name + "' is not an executable file: " + program);
    }
    return program;
  }

  /** A program of the system, if it is there. */
  static Optional<Path> ofSystem(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + DEFAULT_PATH;
    return onPath(name, path, Path.of("/"));
  }

  private static Optional<Path> onPath(String name, String path, Path dir) {
    return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
        .map(folder -> resolved(resolved(dir, folder), name))
        .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
        .findFirst();
  }

  private static Path resolved(Path dir, String name) {
    try {
      return dir.resolve(name);
    } catch (InvalidPathException e) {
      // No file can have this name; one that is never there says it as well.
      return dir.resolve("\u2205");
    }
  }
}
