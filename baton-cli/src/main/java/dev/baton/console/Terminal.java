// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The terminal, pipe or file that receives standard output. The default methods describe a pipe or
 * a file.
 */
public interface Terminal {

  /** Whether the output goes to a terminal that a person watches. Then lines may be rewritten. */
  default boolean isInteractive() {
    return false;
  }

  /** The width in columns; large enough to cut nothing if output does not go to a terminal. */
  default int width() {
    return Integer.MAX_VALUE;
  }

  /** The height in lines; large enough to cut nothing if output does not go to a terminal. */
  default int height() {
    return Integer.MAX_VALUE;
  }

  /** A pipe or a file. */
  Terminal NONE = new Terminal() {};

  /** The terminal at which this process was started. */
  static Terminal system(Map<String, String> environment) {
    return isTerminal()
        ? new Window(environment.getOrDefault("COLUMNS", ""), environment.getOrDefault("LINES", ""))
        : NONE;
  }

  private static boolean isTerminal() {
    Path standardOutput = Path.of("/proc/self/fd/1");
    try {
      if (Files.exists(standardOutput)) {
        String target = Files.readSymbolicLink(standardOutput).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      }
    } catch (IOException e) {
      return false;
    }
    return testProgramSaysSo();
  }

  /**
   * Asks the program {@code test} whether standard output is a terminal. Used on systems other than
   * Linux, because Java before version 22 cannot report this for a single stream.
   */
  private static boolean testProgramSaysSo() {
    try {
      return new ProcessBuilder("test", "-t", "1").inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * A terminal window.
   *
   * @param columns the width that the shell reports; may be missing
   * @param lines the height that the shell reports; may be missing
   */
  record Window(String columns, String lines) implements Terminal {
    private static final int USUAL = 80;
    private static final int USUAL_LINES = 24;

    @Override
    public boolean isInteractive() {
      return true;
    }

    @Override
    public int width() {
      return Math.max(40, number(columns.isBlank() ? part(sizeOfTerminal(), 1) : columns, USUAL));
    }

    @Override
    public int height() {
      return Math.max(5, number(lines.isBlank() ? part(sizeOfTerminal(), 0) : lines, USUAL_LINES));
    }

    private static String part(String size, int index) {
      String[] parts = size.split(" ");
      return parts.length == 2 ? parts[index] : "";
    }

    private static int number(String text, int otherwise) {
      try {
        int number = Integer.parseInt(text.strip());
        // A terminal whose size was never set reports 0. Therefore 0 counts as unknown.
        return number > 0 ? number : otherwise;
      } catch (NumberFormatException e) {
        return otherwise;
      }
    }

    /** Runs {@code stty}, which every Unix has, and returns "rows columns". */
    private static String sizeOfTerminal() {
      try {
        Process stty =
            new ProcessBuilder("stty", "size")
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/tty").toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = stty.getInputStream()) {
          String size = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
          return stty.waitFor(1, TimeUnit.SECONDS) ? size : "";
        }
      } catch (IOException e) {
        return "";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "";
      }
    }
  }
}
