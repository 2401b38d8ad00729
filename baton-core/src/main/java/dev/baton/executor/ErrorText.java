// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import org.jspecify.annotations.Nullable;

/**
 * Describes a thrown exception as text. The methods do not fail if the exception's own methods
 * throw.
 */
final class ErrorText {

  private static final int MAX_LINE = 1_000;
  private static final int MAX_MESSAGE = 10_000;
  private static final int MAX_FRAMES = 30;
  private static final int MAX_CAUSES = 5;
  private static final String OWN_PACKAGE = "dev.baton.executor.";

  private ErrorText() {}

  /**
   * Returns the name of the class and the message, joined by a hyphen, followed by the stack trace
   * with one call per line, in the format of Nuvla.
   */
  static String withTrace(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    text.append(name(thrown)).append('-').append(cut(message(thrown), MAX_MESSAGE));
    appendFrames(text, thrown);
    Throwable cause = cause(thrown);
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      text.append("\nCaused by: ").append(cause.getClass().getName()).append(": ");
      text.append(cut(message(cause), MAX_MESSAGE));
      appendFrames(text, cause);
      cause = cause(cause);
    }
    return text.toString();
  }

  static String line(Throwable thrown) {
    return bounded(name(thrown) + ": " + message(thrown));
  }

  static String bounded(String text) {
    return cut(text, MAX_LINE);
  }

  /**
   * Joins a text and its end to a text of bounded length. Only the first part is truncated, never
   * the end.
   */
  static String bounded(String text, String end) {
    return cut(text, Math.max(1, MAX_LINE - end.length())) + end;
  }

  static String message(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null ? "" : message;
    } catch (RuntimeException | Error e) {
      return "(its message cannot be read: " + e.getClass().getName() + ")";
    }
  }

  private static String name(Throwable thrown) {
    String simple = thrown.getClass().getSimpleName();
    return simple.isEmpty() ? thrown.getClass().getName() : simple;
  }

  private static void appendFrames(StringBuilder text, Throwable thrown) {
    int shown = 0;
    for (StackTraceElement frame : frames(thrown)) {
      if (frame.getClassName().startsWith(OWN_PACKAGE + "RunJob") || shown == MAX_FRAMES) {
        break;
      }
      text.append("\n\tat ").append(frame);
      shown++;
    }
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException | Error e) {
      // The exception's own code failed, so its causes cannot be shown.
      return null;
    }
  }

  private static StackTraceElement[] frames(Throwable thrown) {
    try {
      StackTraceElement @Nullable [] frames = thrown.getStackTrace();
      return frames == null ? new StackTraceElement[0] : frames;
    } catch (RuntimeException | Error e) {
      // The exception's own code failed, so its stack trace cannot be shown.
      return new StackTraceElement[0];
    }
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}
