// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import dev.baton.service.Clock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;

/**
 * The streams, environment, clock and terminal that a command uses. Tests replace them.
 *
 * @param out the stream for the result of the command
 * @param err the stream for all other output
 */
public record CommandContext(
    PrintWriter out,
    PrintWriter err,
    InputStream in,
    Map<String, String> environment,
    Clock clock,
    ZoneId zone,
    Terminal terminal) {

  public static CommandContext system() {
    return new CommandContext(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        System.in,
        System.getenv(),
        Clock.system(),
        ZoneId.systemDefault(),
        Terminal.system(System.getenv()));
  }

  /** Whether the result may have colours. */
  public boolean hasColors() {
    return terminal.isInteractive() && !environment.containsKey("NO_COLOR");
  }

  /** Prints a line on standard error, because it does not belong to the result. */
  public void note(String text) {
    err.println("baton: " + text);
  }

  /**
   * Prints a line of the result and flushes it, so that a file or pipe receives the line
   * immediately.
   */
  public void printNow(String line) {
    out.println(line);
    out.flush();
  }

  /**
   * Writes UTF-8 regardless of the locale, and flushes after each line, so that pipes receive lines
   * immediately.
   */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
