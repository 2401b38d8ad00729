// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file in which an executor writes the reference of its board session while it has claims. If
 * the executor dies, the file stays, and {@code baton executor release} ends the session. Only the
 * owner of the file can read it.
 */
public record SessionFile(Path path) {

  /** Replaces the contents in one step. */
  public void write(String reference) {
    PrivateFiles.write(path, reference + "\n");
  }

  /** The reference in the file; empty if there is no file, because the executor held no claims. */
  public Optional<String> read() {
    try {
      return Files.exists(path) ? Optional.of(Files.readString(path).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UnavailableException("'" + path + "' cannot be read: " + e.getMessage(), e);
    }
  }

  /** Removes the file, because the session has ended. */
  public void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UnavailableException("'" + path + "' cannot be removed: " + e.getMessage(), e);
    }
  }
}
