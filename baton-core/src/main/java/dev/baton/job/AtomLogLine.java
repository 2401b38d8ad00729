// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import java.util.Arrays;

/**
 * The form of the log lines of an atom. A log line does not store its atom, so the text of the line
 * begins with its name.
 */
public final class AtomLogLine {

  /** A change of an atom, with the words that follow its name in the line. */
  public enum Change {
    FAILED(" failed: "),
    REVERTING(" is being reverted"),
    REVERT_FAILED(" could not be reverted: "),
    RETRYING(" tries again");

    private final String words;

    Change(String words) {
      this.words = words;
    }
  }

  private AtomLogLine() {}

  /** Returns the text of a line that the body of the atom has written. */
  public static String written(String atom, String line) {
    return prefix(atom) + line;
  }

  /**
   * Returns the text of a line about a change of the atom.
   *
   * @param reason the reason of the change; empty if the change needs none
   */
  public static String changed(String atom, Change change, String reason) {
    return atom + change.words + reason;
  }

  /** Whether a line with this text is a line of the atom. */
  public static boolean isOf(String atom, String text) {
    return text.startsWith(prefix(atom))
        || (text.startsWith(atom)
            && Arrays.stream(Change.values())
                .anyMatch(change -> text.startsWith(change.words, atom.length())));
  }

  private static String prefix(String atom) {
    return "[" + atom + "] ";
  }
}
