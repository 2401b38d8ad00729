// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What stands at the other end of standard output. */
interface Terminal {

  /** True when a person watches, so that lines may be rewritten. */
  boolean isInteractive();

  /** Columns; so many that nothing is cut where nobody watches. */
  int width();

  /** No terminal: a pipe or a file. */
  Terminal NONE =
      new Terminal() {
        @Override
        public boolean isInteractive() {
          return false;
        }

        @Override
        public int width() {
          return Integer.MAX_VALUE;
        }
      };

  /** The one that this process was started at. */
  static Terminal system(Map<String, String> environment) {
    return isTerminal() ? new Window(environment.getOrDefault("COLUMNS", "")) : NONE;
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
    // Elsewhere than on Linux; before JDK 22 a console means that input and output are terminals.
    return System.console() != null;
  }

  /**
   * A terminal window.
   *
   * @param columns what the shell says, if it does
   */
  record Window(String columns) implements Terminal {
    private static final int USUAL = 80;

    @Override
    public boolean isInteractive() {
      return true;
    }

    @Override
    public int width() {
      String text = columns.isBlank() ? sizeOfTerminal() : columns;
      try {
        return Math.max(40, Integer.parseInt(text.strip()));
      } catch (NumberFormatException e) {
        return USUAL;
      }
    }

    /** Asks the one program that every Unix has for it; "rows columns". */
    private static String sizeOfTerminal() {
      try {
        Process stty =
            new ProcessBuilder("stty", "size")
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/tty").toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = stty.getInputStream()) {
          String size = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
          return stty.waitFor(1, TimeUnit.SECONDS) && size.contains(" ")
              ? size.substring(size.indexOf(' '))
              : "";
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
