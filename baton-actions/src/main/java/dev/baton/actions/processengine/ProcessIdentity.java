// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Identifies a process of this host. A later process with the same number has another identity.
 *
 * @param started ticks from the boot of the host to the start of the process
 * @param boot the id of the boot
 */
record ProcessIdentity(long pid, long started, String boot) {

  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int STARTED = 19;

  /**
   * Reads the identity that the scripts have written; empty if the file does not exist or is not
   * written yet.
   */
  static Optional<ProcessIdentity> read(Path file) throws IOException {
    String[] words = ProcessFiles.textOf(file).strip().split(" ");
    if (words.length != 3) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
  }

  /** Whether the process still runs, so it is neither gone nor a zombie. */
  boolean isAlive() throws IOException {
    String[] stat = stat(pid);
    return stat.length > STARTED
        && Long.parseLong(stat[STARTED]) == started
        && !stat[STATE].equals("Z")
        && !stat[STATE].equals("X")
        && bootOfHost().equals(boot);
  }

  static String bootOfHost() throws IOException {
    return ProcessFiles.textOf(PROC.resolve("sys/kernel/random/boot_id")).strip();
  }

  /**
   * Returns the fields of the process' file {@code stat}, beginning with the state; empty if there
   * is no such process.
   */
  private static String[] stat(long pid) {
    try {
      String text =
          Files.readString(
              PROC.resolve(String.valueOf(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
      return text.substring(text.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      // The process ended before or during the read.
      return new String[0];
    }
  }
}
