// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.service.Threads;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Interrupts runs: interrupts the thread of the action, calls the interrupt hooks that the action
 * has set and, if the action does not end within the interrupt timeout, abandons its thread. Never
 * blocks.
 */
record RunInterrupter(
    Timers timers,
    RunningJobs runningJobs,
    FinishRun finishRun,
    SafeExecutorListener listener,
    Duration bound) {

  private static final Logger LOG = LoggerFactory.getLogger(RunInterrupter.class);

  private static final Duration AGAIN = Duration.ofSeconds(1);

  void interrupt(RunningJob runningJob, InterruptReason reason) {
    List<Runnable> hooks = runningJob.interrupt(reason);
    if (reason == InterruptReason.CLAIM_LOST || reason == InterruptReason.ENDED_ELSEWHERE) {
      // The discard also ends the wait of an action that waits for space in the pending reports.
      runningJob.pendingReports().discard();
    }
    if (hooks != null) {
      // The alarm that abandons the thread is scheduled before the hooks start. Therefore the run
      // ends even if no thread can be started for the hooks.
      timers.scheduleAfter(bound, () -> abandonThread(runningJob));
      runHooks(runningJob, hooks);
    }
  }

  /**
   * Runs the hooks on a platform thread, so that jobs that compute do not delay the hooks of other
   * jobs.
   */
  void runHooks(RunningJob runningJob, List<Runnable> hooks) {
    if (!hooks.isEmpty()) {
      startThread("executor-hook", () -> hooks.forEach(hook -> runHook(runningJob, hook)));
    }
  }

  /** Starts a platform thread, or tries again later if the machine has no thread available now. */
  private void startThread(String role, Runnable body) {
    try {
      Threads.platform(role, body).start();
    } catch (OutOfMemoryError e) {
      LOG.warn("thread cannot be started now; Baton tries again: loop={} delay={}", role, AGAIN, e);
      timers.scheduleAfter(AGAIN, () -> startThread(role, body));
    }
  }

  private static void runHook(RunningJob runningJob, Runnable hook) {
    try {
      hook.run();
    } catch (Throwable e) {
      LOG.warn("interrupt hook failed; the interrupt continues: job={}", runningJob.job().id(), e);
    }
  }

  /** Finishes the run in place of its thread, which does not end. */
  void abandonThread(RunningJob runningJob) {
    if (!runningJob.abandonThread()) {
      return;
    }
    runningJobs.leaveThread(runningJob);
    warn(runningJob);
    listener.tell(to -> to.threadLeaked(runningJob.job()));
    RunDecision runDecision =
        DecideRun.decideSafely(
            runningJob,
            () ->
                DecideRun.decideForAbandonedThread(
                    runningJob.claim(), runningJob.interruptReason(), runningJob.timeout()));
    startThread("executor-finish-run", () -> finishRun.finish(runningJob, runDecision));
  }

  /**
   * Abandons the thread as {@link #abandonThread} does, but does not finish the run, because the
   * executor leaves the board and the claim ends with the session.
   */
  void abandonThreadOnLeave(RunningJob runningJob) {
    if (runningJob.abandonThread()) {
      runningJobs.leaveThread(runningJob);
      warn(runningJob);
      runningJob.pendingReports().discard();
      listener.tell(to -> to.abandoned(runningJob.job()));
    }
  }

  private void warn(RunningJob runningJob) {
    Thread thread = runningJob.thread();
    StringBuilder stack = new StringBuilder();
    if (thread != null) {
      for (StackTraceElement frame : thread.getStackTrace()) {
        stack.append("\n\tat ").append(frame);
      }
    }
    LOG.warn(
        "action did not end in time after its interrupt; its thread is abandoned and occupies a"
            + " slot until it ends: job={} action={} reason={} stack={}",
        runningJob.job().id(),
        runningJob.job().spec().action(),
        runningJob.interruptReason(),
        stack);
  }
}
