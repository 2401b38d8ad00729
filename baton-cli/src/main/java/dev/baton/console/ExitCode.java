// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.error.QuotaExceededException;
import dev.baton.error.UnavailableException;
import dev.baton.error.UnreadableException;
import dev.baton.job.JobState;

/** The exit codes, as docs/cli.md lists them. */
public final class ExitCode {

  public static final int OK = 0;

  /** The command failed: for example, the awaited job is FAILED, or a login was refused. */
  public static final int FAILED = 1;

  /** Wrong usage, invalid input, or an unexpected error. */
  public static final int USAGE = 2;

  public static final int NOT_FOUND = 3;
  public static final int FORBIDDEN = 4;
  public static final int CONFLICT = 5;
  public static final int UNAVAILABLE = 6;

  /** The awaited job is CANCELED. */
  public static final int CANCELED = 7;

  /** The time limit of a wait passed, and the job is not final. */
  public static final int WAITED_LONG_ENOUGH = 8;

  private ExitCode() {}

  /** The code of a command that waits for a job in this state. */
  public static int of(JobState state) {
    return switch (state) {
      case SUCCESS -> OK;
      case FAILED -> FAILED;
      case CANCELED -> CANCELED;
      case QUEUED, RUNNING -> WAITED_LONG_ENOUGH;
    };
  }

  public static int of(BatonException problem) {
    return switch (problem) {
      case NotFoundException e -> NOT_FOUND;
      case ForbiddenException e -> FORBIDDEN;
      case ConflictException e -> CONFLICT;
      case LostClaimException e -> CONFLICT;
      case QuotaExceededException e -> CONFLICT;
      case UnavailableException e -> UNAVAILABLE;
      case InvalidInputException e -> USAGE;
      case UnreadableException e -> USAGE;
    };
  }
}
