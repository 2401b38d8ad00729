// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import java.io.IOException;
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
    Optional<ProcessState> stat = ProcessState.read(pid);
    return stat.isPresent()
        && stat.get().started() == started
        && !stat.get().isOver()
        && bootOfHost().equals(boot);
  }

  static String bootOfHost() throws IOException {
    return ProcessFiles.textOf(PROC.resolve("sys/kernel/random/boot_id")).strip();
  }
}
