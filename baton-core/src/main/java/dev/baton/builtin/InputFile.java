// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.plugin.JobFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command's standard input, in a file that only its owner can read and that the supervisor
 * removes as soon as it has it open.
 *
 * @param path null when there is no input
 */
record InputFile(@Nullable Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(InputFile.class);

  static InputFile of(@Nullable String input) throws JobFailedException {
    if (input == null) {
      return new InputFile(null);
    }
    try {
      return new InputFile(Files.writeString(Files.createTempFile("baton-input-", ""), input));
    } catch (IOException e) {
      throw new JobFailedException(
          RunCommand.CANNOT_START, "the input of the command cannot be written: " + e.getMessage());
    }
  }

  void delete() {
    try {
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("file={} cannot be deleted", path, e);
    }
  }
}
