// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.error.UnavailableException;
import dev.baton.plugin.JobFailedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command's standard input, in a file that only its owner can read. The supervisor removes the
 * file as soon as it has opened it.
 *
 * @param path null if there is no input
 */
record CommandInputFile(@Nullable Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(CommandInputFile.class);

  /**
   * Writes the input into a file.
   *
   * @throws UnavailableException if the file cannot be written on this machine, for example for
   *     lack of space
   */
  static CommandInputFile of(@Nullable String input) throws JobFailedException {
    if (input == null) {
      return new CommandInputFile(null);
    }
    try {
      CommandInputFile file = new CommandInputFile(Files.createTempFile("baton-input-", ""));
      file.write(input);
      return file;
    } catch (CharacterCodingException e) {
      throw new JobFailedException(
          RunCommand.CANNOT_START, "the input of the command is not valid Unicode text");
    } catch (IOException e) {
      throw new UnavailableException(
          "the input of the command cannot be written: " + e.getMessage(), e);
    }
  }

  private void write(String input) throws IOException {
    boolean written = false;
    try {
      Files.writeString(path, input);
      written = true;
    } finally {
      if (!written) {
        delete();
      }
    }
  }

  void delete() {
    try {
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("input of a command stays on the disk; delete it: file={}", path, e);
    }
  }
}
