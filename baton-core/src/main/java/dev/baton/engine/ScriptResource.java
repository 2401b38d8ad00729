// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads the shell scripts that are resources of the jar. */
public final class ScriptResource {
  private ScriptResource() {}

  /**
   * Reads a script and removes its comments, because the script appears in the list of processes.
   *
   * @param near a class in the package that contains the script
   */
  public static String read(Class<?> near, String name) {
    try (InputStream stream =
        Objects.requireNonNull(near.getResourceAsStream(name), () -> name + " is missing")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
