// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

/** Adds colours to texts if the terminal can show colours. */
public record TerminalStyle(boolean colors) {

  private static final String RESET = "\u001b[0m";

  /** Colours the state of a job, a flow or an atom. */
  public String state(String state) {
    return switch (state) {
      case "SUCCESS" -> paint("32", state);
      case "FAILED", "FAILURE", "REVERT_FAILURE" -> paint("31", state);
      case "CANCELED", "REVERTED" -> paint("35", state);
      case "REVERTING", "RETRYING" -> paint("33", state);
      case "RUNNING" -> paint("36", state);
      case "PENDING", "IGNORE" -> paint("2", state);
      default -> state;
    };
  }

  public String faint(String text) {
    return paint("2", text);
  }

  public String bold(String text) {
    return paint("1", text);
  }

  public String red(String text) {
    return paint("31", text);
  }

  private String paint(String code, String text) {
    return colors ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
