// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.error.BatonException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Translates the error messages of Slurm's commands. The commands exit with 1 after every failure;
 * only the message shows the cause. The messages are the same in every language and have not
 * changed for many versions.
 */
final class SlurmErrors {

  /** Messages of temporary errors, from Slurm's table of errors and from its authentication. */
  private static final String[] PASSING = {
    "unable to contact slurm",
    "socket timed out",
    "zero bytes were transmitted",
    "connection refused",
    "connection reset",
    "connection timed out",
    "communication connection failure",
    "transport endpoint is not connected",
    "unexpected message received",
    "standby mode",
    "resource temporarily unavailable",
    "temporarily unable to accept",
    "job update not available right now",
    "protocol authentication error",
    "munge",
    "slurm persistent connection",
    "configuration source",
    "process configuration file"
  };

  private static final String[] FORBIDDEN = {
    "access/permission denied", "invalid user id", "user not found", "authentication failure"
  };

  /** The texts of Slurm's messages about a job that was killed because of its memory. */
  private static final String[] OUT_OF_MEMORY = {
    "exceeded memory limit", "exceeded job memory limit", "oom-kill", "oom_kill"
  };

  private SlurmErrors() {}

  /**
   * Returns the exception for a failed command.
   *
   * @param what the operation that failed, in words that follow "cannot"
   */
  static BatonException of(String what, SlurmCommands.CommandResult commandResult) {
    String said = messageOf(commandResult);
    String message = "cannot " + what + ": " + said;
    String lower = said.toLowerCase(Locale.ROOT);
    if (contains(lower, PASSING)) {
      return new UnavailableException(message);
    }
    if (lower.contains("invalid job array")) {
      return new InvalidInputException(
          message + "; the cluster allows at most MaxArraySize instances (see its slurm.conf)");
    }
    return contains(lower, FORBIDDEN)
        ? new ForbiddenException(message)
        : new InvalidInputException(message);
  }

  /** Whether the cluster keeps no accounting, so that {@code sacct} cannot answer. */
  static boolean isWithoutAccounting(SlurmCommands.CommandResult commandResult) {
    return commandResult.errors().contains("accounting storage is disabled");
  }

  /**
   * Whether Slurm's messages in the output of a job report that its memory was the reason of its
   * end. Without control groups, only these messages show it.
   */
  static boolean isOutOfMemory(String messages) {
    return contains(messages.toLowerCase(Locale.ROOT), OUT_OF_MEMORY);
  }

  /** Returns the error text without the names of the commands, which add no information. */
  static String messageOf(SlurmCommands.CommandResult commandResult) {
    String text =
        commandResult
            .errors()
            .strip()
            .replaceAll("(?m)^\\w+: (error|fatal): ", "")
            .replaceAll("\\s*\\R\\s*", "; ");
    return text.isEmpty() ? "exit code " + commandResult.code() : text;
  }

  private static boolean contains(String text, String... parts) {
    return Stream.of(parts).anyMatch(text::contains);
  }
}
