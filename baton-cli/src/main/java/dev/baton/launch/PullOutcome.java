// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.executor.ExecutorListener;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import java.time.Duration;

/** Converts the end of a pull job's run to the exit code of the process. */
final class PullOutcome implements ExecutorListener {

  private final CommandContext commandContext;
  private final JobId job;
  private final Runnable onOutcome;
  // Written by the executor's threads, read after the executor has stopped.
  private volatile int exitCode = ExitCode.WAITED_LONG_ENOUGH;

  PullOutcome(CommandContext commandContext, JobId job, Runnable onOutcome) {
    this.commandContext = commandContext;
    this.job = job;
    this.onOutcome = onOutcome;
  }

  /** The exit code of the process. Until the run has ended, the code for "not final". */
  int exitCode() {
    return exitCode;
  }

  private void settled(int newCode, String how) {
    exitCode = newCode;
    commandContext.note(job + " " + how);
    onOutcome.run();
  }

  void refused(String why) {
    settled(ExitCode.UNAVAILABLE, "cannot be run here: " + why);
  }

  @Override
  public void ended(Job ended, JobState state, Duration ran) {
    settled(ExitCode.of(state), "is " + state);
  }

  @Override
  public void canceled(Job canceled) {
    settled(ExitCode.CANCELED, "was ended by another process");
  }

  /**
   * The job is still RUNNING, but another job must end it. The executor has no more work with it.
   */
  @Override
  public void parked(Job parked) {
    settled(ExitCode.OK, "continues without this executor: its monitor ends it");
  }

  @Override
  public void retried(Job retried, Duration ran) {
    settled(ExitCode.FAILED, "failed and will be tried again");
  }

  @Override
  public void abandoned(Job returned) {
    settled(ExitCode.WAITED_LONG_ENOUGH, "was released; a later run resumes it");
  }

  @Override
  public void claimLost(Job lost) {
    settled(ExitCode.WAITED_LONG_ENOUGH, "is no longer claimed by this executor");
  }
}
