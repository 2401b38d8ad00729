// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

/** Colours, where they can be seen. */
record Style(boolean colors) {

  private static final String RESET = "\u001b[0m";

  /** A state of a job in its colour. */
  String state(String state) {
    return switch (state) {
      case "SUCCESS" -> paint("32", state);
      case "FAILED" -> paint("31", state);
      case "CANCELED" -> paint("35", state);
      case "RUNNING" -> paint("36", state);
      default -> state;
    };
  }

  String faint(String text) {
    return paint("2", text);
  }

  String red(String text) {
    return paint("31", text);
  }

  private String paint(String code, String text) {
    return colors ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
