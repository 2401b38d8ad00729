// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of the operating system and waits for their end. */
public final class Shell {

  private static final long BOUND_SECONDS = 60;

  private Shell() {}

  /**
   * Runs a command.
   *
   * @return the output
   * @throws IllegalStateException with the output, if the command fails
   */
  public static String run(List<String> command) {
    Result result = attempt(command);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + result.exitCode() + ": " + result.output());
    }
    return result.output();
  }

  /** Runs a command. */
  public static String run(String... command) {
    return run(List.of(command));
  }

  /** Whether the command succeeds. */
  public static boolean succeeds(String... command) {
    return attempt(List.of(command)).exitCode() == 0;
  }

  private record Result(int exitCode, String output) {}

  private static Result attempt(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Result(-1, "it did not end within " + BOUND_SECONDS + " s");
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + command, e);
    }
  }
}
