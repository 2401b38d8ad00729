// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.error.UnavailableException;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.DeadlineWait;
import java.time.Duration;

/**
 * Starts a program for a job. While this executor lacks a resource that the start needs, such as
 * file descriptors, the job waits. After {@link #WAIT_LIMIT} the job is handed over, because other
 * executors may have the resource.
 */
record StartWhenPossible(Clock clock) {

  /**
   * How long a job waits in one executor for a start that lacks memory or file descriptors, before
   * the executor hands the job over. If every executor hands the job over, this is also the
   * shortest time between two attempts.
   */
  static final Duration WAIT_LIMIT = Duration.ofSeconds(30);

  /**
   * The pauses between two tries to start the program. A request to stop may stay unnoticed for the
   * longest pause.
   */
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(1));

  private static final String WAITS = "waits until an executor can start the command: ";

  /** Starts a program once. */
  @FunctionalInterface
  interface Start<T> {
    /** Throws {@link UnavailableException} if nothing was started and a later try may succeed. */
    T run() throws JobFailedException;
  }

  <T> T run(JobRun run, Start<T> start)
      throws InterruptedException, HandedOverException, JobFailedException {
    Deadline end = Deadline.after(clock.nanos(), WAIT_LIMIT);
    for (int failures = 1; ; failures++) {
      try {
        T started = start.run();
        if (failures > 1 || waitedBefore(run)) {
          run.message("the command was started");
        }
        return started;
      } catch (UnavailableException e) {
        run.message(WAITS + e.getMessage());
        if (run.stopRequested() || end.isPast(clock)) {
          run.handOver();
        }
        DeadlineWait.until(Deadline.after(clock.nanos(), BACKOFF.after(failures)), clock);
      }
    }
  }

  private static boolean waitedBefore(JobRun run) {
    String message = run.job().status().statusMessage();
    return message != null && message.startsWith(WAITS);
  }
}
