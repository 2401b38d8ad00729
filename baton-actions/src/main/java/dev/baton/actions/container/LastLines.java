// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Keeps the last non-blank lines of a program's output; long lines are shortened. For one thread.
 */
final class LastLines {

  private static final int LINES = 10;
  private static final int LENGTH = 500;

  private final ArrayDeque<String> lines = new ArrayDeque<>();

  void add(String text) {
    if (!text.isBlank()) {
      lines.add(text.length() > LENGTH ? text.substring(0, LENGTH) + "…" : text);
      if (lines.size() > LINES) {
        lines.remove();
      }
    }
  }

  List<String> list() {
    return List.copyOf(lines);
  }

  /** The last line, in the form in which it ends a message about a success. */
  String last() {
    return lines.isEmpty() ? "" : ": " + lines.getLast();
  }

  /** All kept lines, formatted as the last part of a message about a failure. */
  String all() {
    return lines.isEmpty() ? "" : "\n" + String.join("\n", lines);
  }
}
