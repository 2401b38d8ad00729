// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Retry;
import dev.baton.runner.plan.PlanNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has bodies run: retries and, in a serial run, everything on the caller's thread, the rest on a
 * crew. Nothing runs before the step that leads to it is durable.
 */
final class BodyRunner implements AutoCloseable {

  private final FlowProgress flowProgress;
  private final RunControl runControl;
  private final CallerInterrupts callerInterrupts;
  private final boolean isSerial;
  private final WorkerPool workerPool;
  private final Set<String> running = new HashSet<>();
  private final List<Invocation> unstarted = new ArrayList<>();

  /** How many calls were done on this thread since the last {@link #await}. */
  private int handedIn;

  BodyRunner(FlowProgress flowProgress, FlowOptions options, RunControl runControl) {
    this.flowProgress = flowProgress;
    this.runControl = runControl;
    this.callerInterrupts = runControl.interruptions();
    this.isSerial = options.maxWorkers() == 0;
    this.workerPool = new WorkerPool(options.maxWorkers(), runControl.clock());
    runControl.onRequest(this::hear);
  }

  private void hear() {
    if (runControl.isRevertRequested()) {
      workerPool.cancel();
    }
    workerPool.wake();
  }

  boolean hasRunning() {
    return !running.isEmpty();
  }

  /** Whether there is anything to wait for that is not done yet. */
  boolean hasUnfinished() {
    return running.size() > handedIn;
  }

  /** Notes how far bodies that run have told that they are. */
  void recordProgress() {
    for (RunControl.Progress told = runControl.takeProgress();
        told != null;
        told = runControl.takeProgress()) {
      PlanNode atom = flowProgress.plan().atom(told.atom());
      if (atom != null && running.contains(told.atom())) {
        flowProgress.update(
            atom, flowProgress.detail(atom).toBuilder().progress(told.share()).build());
      }
    }
  }

  /** Runs a call now, or with the next {@link #await}. */
  void start(PlanNode atom, Invocation invocation) throws InterruptedException {
    running.add(invocation.atom);
    if (invocation.error() != null) {
      handIn(invocation);
    } else if (atom.atom() instanceof Retry retry) {
      if (!retry.isBuiltIn()) {
        flowProgress.flush();
      }
      runHere(invocation);
    } else if (isSerial && invocation.timeout == null) {
      flowProgress.flush();
      runHere(invocation);
    } else if (isSerial) {
      flowProgress.flush();
      runAlone(invocation);
    } else {
      unstarted.add(invocation);
    }
  }

  /**
   * Waits until something is done.
   *
   * @param longest null for as long as it takes
   * @return what is done; nothing if nothing runs, or somebody asked for something
   */
  List<Invocation> await(@Nullable Duration longest) throws InterruptedException {
    if (running.isEmpty()) {
      return List.of();
    }
    if (isAlone(longest)) {
      // Nothing else is to be done meanwhile, so that another thread would only cost time.
      runHere(unstarted.getFirst());
    } else {
      workerPool.start(unstarted);
    }
    unstarted.clear();
    List<Invocation> done = awaitDone(longest);
    handedIn = 0;
    done.forEach(invocation -> running.remove(invocation.atom));
    return done;
  }

  /** Waits on in spite of interrupts that are not for the run. */
  private List<Invocation> awaitDone(@Nullable Duration longest) throws InterruptedException {
    List<Invocation> done = null;
    while (done == null) {
      callerInterrupts.check("while it waited for atoms");
      try {
        done = workerPool.await(longest);
      } catch (InterruptedException e) {
        callerInterrupts.interruptedWait(e);
      }
    }
    return done;
  }

  private boolean isAlone(@Nullable Duration longest) {
    return longest == null
        && running.size() == 1
        && unstarted.size() == 1
        && unstarted.getFirst().timeout == null;
  }

  /** Takes back what no thread has begun: it is found as begun and run later. */
  void withdrawUnstarted() {
    workerPool.withdrawQueued().forEach(invocation -> running.remove(invocation.atom));
  }

  /** Interrupts what still runs and waits for its end. */
  @Override
  public void close() {
    runControl.onRequest(() -> {});
    workerPool.stop();
  }

  private void runHere(Invocation invocation) {
    workerPool.runHere(invocation);
    handedIn++;
    if (invocation.error() != null) {
      // If the run is to end, the atom has not failed: it is found as cut off.
      callerInterrupts.check("in atom '" + invocation.atom + "'");
    }
  }

  private void handIn(Invocation invocation) {
    handedIn++;
    workerPool.done(invocation);
  }

  private void runAlone(Invocation invocation) throws InterruptedException {
    workerPool.start(List.of(invocation));
    List<Invocation> done = new ArrayList<>();
    while (!done.contains(invocation)) {
      done.addAll(awaitDone(null));
    }
    handedIn = 0;
    done.forEach(this::handIn);
  }
}
