// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.service.Threads;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts runs off: interrupts the thread, runs the hooks and, when the action has not ended within a
 * bound, abandons its thread. Never blocks.
 */
final class Interrupter {

  private static final Logger LOG = LoggerFactory.getLogger(Interrupter.class);

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Timers timers;
  private final Runs runs;
  private final Settlement settlement;
  private final ExecutorListener listener;
  private final Duration bound;

  Interrupter(
      Timers timers, Runs runs, Settlement settlement, ExecutorListener listener, Duration bound) {
    this.timers = timers;
    this.runs = runs;
    this.settlement = settlement;
    this.listener = listener;
    this.bound = bound;
  }

  void interrupt(Run run, Cut reason) {
    List<Runnable> hooks = run.cut(reason);
    if (reason == Cut.LOST || reason == Cut.ENDED_BY_OTHERS) {
      // Also frees an action that waits for room in it.
      run.outbox().abandon();
    }
    if (hooks != null) {
      // First, so that a hook that cannot be run does not keep the run from its end.
      timers.scheduleAfter(bound, () -> abandon(run));
      runHooks(run, hooks);
    }
  }

  /** Each on a platform thread: jobs that compute must not keep the hooks of others waiting. */
  void runHooks(Run run, List<Runnable> hooks) {
    if (!hooks.isEmpty()) {
      startThread("executor-hook", () -> hooks.forEach(hook -> runHook(run, hook)));
    }
  }

  /** Starts a platform thread, later if the machine has none to give now. */
  private void startThread(String role, Runnable body) {
    try {
      Threads.platform(role, body).start();
    } catch (OutOfMemoryError e) {
      LOG.error("thread={} cannot be started now; tried again in {}", role, AGAIN, e);
      timers.scheduleAfter(AGAIN, () -> startThread(role, body));
    }
  }

  private static void runHook(Run run, Runnable hook) {
    try {
      hook.run();
    } catch (Throwable e) {
      LOG.warn("job={} has an interrupt hook that threw", run.job().id(), e);
    }
  }

  /** Takes the job from a thread that does not end. */
  void abandon(Run run) {
    if (!run.abandon()) {
      return;
    }
    runs.leak(run);
    warn(run);
    listener.leaked(run.job());
    Verdict verdict =
        Judge.decided(run, () -> Judge.abandoned(run.claim(), run.cut(), run.timeout()));
    startThread("executor-settle", () -> settlement.settle(run, verdict));
  }

  /** As {@link #abandon}, but leaves the job to the end of the stay. */
  void giveUp(Run run) {
    if (run.abandon()) {
      runs.leak(run);
      warn(run);
      run.outbox().abandon();
      listener.handedBack(run.job());
    }
  }

  private void warn(Run run) {
    Thread thread = run.thread();
    StringBuilder stack = new StringBuilder();
    if (thread != null) {
      for (StackTraceElement frame : thread.getStackTrace()) {
        stack.append("\n\tat ").append(frame);
      }
    }
    LOG.warn(
        "job={} action={} did not end in time after its interrupt ({}); its thread is abandoned and"
            + " occupies a slot until it ends; it is here:{}",
        run.job().id(),
        run.job().spec().action(),
        run.cut(),
        stack);
  }
}
