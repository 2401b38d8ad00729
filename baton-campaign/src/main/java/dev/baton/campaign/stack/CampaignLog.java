// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The log of the campaign's own actions and observations, with times, in a file and on the screen.
 */
public final class CampaignLog implements AutoCloseable {

  private final Writer file;
  private final PrintStream screen;
  private final long startNanos = System.nanoTime();

  /** Writes to a new file. */
  public CampaignLog(Path path, PrintStream screen) {
    this.screen = screen;
    try {
      this.file = Files.newBufferedWriter(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs a text to the file and the screen. */
  public void print(String text) {
    note(text);
    screen.println(String.format(Locale.ROOT, "%7.1f s  %s", seconds(), text));
  }

  /** Logs a problem that does not end the campaign. Never throws. */
  public void warn(String text) {
    screen.println(text);
    try {
      note(text);
    } catch (UncheckedIOException e) {
      screen.println("the log of events cannot be written: " + e.getMessage());
    }
  }

  /** Logs a text only to the file. */
  public synchronized void note(String text) {
    try {
      file.write(
          String.format(
              Locale.ROOT,
              "%s %9.3f %d %s%n",
              Instant.now().truncatedTo(ChronoUnit.MILLIS),
              seconds(),
              System.nanoTime(),
              text));
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The time since the log was opened. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private double seconds() {
    return elapsed().toMillis() / 1e3;
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
