// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The state of a process, as the kernel reports it in {@code /proc/PID/stat}.
 *
 * @param state one letter; {@code Z} and {@code X} mean that the process has ended
 * @param started ticks from the boot of the host to the start of the process
 */
record ProcessState(String state, long session, long started) {

  private static final File PROC = new File("/proc");
  private static final int STATE = 0;
  private static final int SESSION = 3;
  private static final int STARTED = 19;
  private static final int MOST_BYTES = 2048;

  /** Reads the process; empty if there is none with this number. */
  static Optional<ProcessState> read(long pid) {
    File folder = new File(PROC, Long.toString(pid));
    // Most numbers have no process, and an exception costs more than this check.
    if (!folder.exists()) {
      return Optional.empty();
    }
    try (FileInputStream file = new FileInputStream(new File(folder, "stat"))) {
      byte[] bytes = new byte[MOST_BYTES];
      int length = Math.max(0, file.read(bytes));
      String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      // The name of the program before the last parenthesis may contain any characters.
      String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
      return fields.length <= STARTED
          ? Optional.empty()
          : Optional.of(
              new ProcessState(
                  fields[STATE], Long.parseLong(fields[SESSION]), Long.parseLong(fields[STARTED])));
    } catch (IOException e) {
      // The process ended before or during the read.
      return Optional.empty();
    }
  }

  /** Whether the process has ended and only waits until its parent notices. */
  boolean isOver() {
    return state.equals("Z") || state.equals("X");
  }
}
