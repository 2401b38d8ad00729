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
      runHooks(run, hooks);
      timers.scheduleAfter(bound, () -> abandon(run));
    }
  }

  /** Each on a platform thread: jobs that compute must not keep the hooks of others waiting. */
  void runHooks(Run run, List<Runnable> hooks) {
    if (!hooks.isEmpty()) {
      Threads.platform("executor-hook", () -> hooks.forEach(hook -> runHook(run, hook))).start();
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
    Verdict verdict = Judge.abandoned(run.claim(), run.cut(), run.timeout());
    Threads.platform("executor-settle", () -> settlement.settle(run, verdict)).start();
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
