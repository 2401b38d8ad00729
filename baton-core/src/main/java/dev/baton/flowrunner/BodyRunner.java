// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flow.Retry;
import dev.baton.flowrunner.plan.PlanNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs bodies. Bodies of retry controllers run on the thread that runs the flow. So do tasks
 * without a timeout if the flow runs serially or if nothing else runs at the moment. All other
 * bodies run on a worker pool. A body starts only after the start of its atom is stored, except the
 * bodies of Baton's own retry controllers, which have no side effects.
 */
final class BodyRunner implements AutoCloseable {

  private final FlowProgress flowProgress;
  private final RunControl runControl;
  private final CallerInterrupts callerInterrupts;
  private final boolean isSerial;
  private final WorkerPool workerPool;
  private final Set<String> running = new HashSet<>();
  private final List<Invocation> unstarted = new ArrayList<>();

  /**
   * The number of invocations that ended on the thread of the flow and that {@link #await} has not
   * returned yet.
   */
  private int finishedCount;

  BodyRunner(FlowProgress flowProgress, FlowOptions options, RunControl runControl) {
    this.flowProgress = flowProgress;
    this.runControl = runControl;
    this.callerInterrupts = runControl.interruptions();
    this.isSerial = options.maxWorkers() == 0;
    this.workerPool = new WorkerPool(options.maxWorkers(), runControl.identity().clock());
    runControl.onRequest(this::handleRequests);
  }

  private void handleRequests() {
    if (runControl.isRevertRequested()) {
      workerPool.cancel();
    }
    workerPool.wake();
  }

  boolean hasRunning() {
    return !running.isEmpty();
  }

  /** Whether an invocation is not finished yet, so that the caller must wait for it. */
  boolean hasUnfinished() {
    return running.size() > finishedCount;
  }

  /** Records the progress that running bodies have reported. */
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

  /** Runs an invocation on this thread now, or keeps it until the next {@link #await} starts it. */
  void start(PlanNode atom, Invocation invocation) throws InterruptedException {
    running.add(invocation.atom);
    if (invocation.error() != null) {
      addFinished(invocation);
    } else if (atom.atom() instanceof Retry retry) {
      if (!retry.isBuiltIn()) {
        flowProgress.flush();
      }
      runOnCallerThread(invocation);
    } else if (isSerial) {
      flowProgress.flush();
      if (invocation.timeout == null) {
        runOnCallerThread(invocation);
      } else {
        runAlone(invocation);
      }
    } else {
      unstarted.add(invocation);
    }
  }

  /**
   * Waits until an invocation is finished or another thread makes a request.
   *
   * @param longest the longest time to wait; null for no limit
   * @return the finished invocations; empty if nothing runs, the time is over, or there is a
   *     request
   */
  List<Invocation> await(@Nullable Duration longest) throws InterruptedException {
    if (running.isEmpty()) {
      return List.of();
    }
    if (isAlone(longest)) {
      // Nothing else runs or waits to run, so a second thread would only add cost.
      runOnCallerThread(unstarted.getFirst());
    } else {
      workerPool.start(unstarted);
    }
    unstarted.clear();
    List<Invocation> done = awaitDone(longest);
    finishedCount = 0;
    done.forEach(invocation -> running.remove(invocation.atom));
    return done;
  }

  /**
   * Waits for finished invocations, and continues to wait after an interrupt that is not meant for
   * the run of the flow.
   */
  private List<Invocation> awaitDone(@Nullable Duration longest) throws InterruptedException {
    List<Invocation> done = null;
    while (done == null) {
      callerInterrupts.check("while waiting for atoms");
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

  /**
   * Withdraws the invocations that no thread has started. The next run of the flow finds their
   * atoms as started and runs them.
   */
  void withdrawUnstarted() {
    workerPool.withdrawQueued().forEach(invocation -> running.remove(invocation.atom));
  }

  /** Interrupts the running bodies and waits for their end. */
  @Override
  public void close() {
    runControl.onRequest(() -> {});
    workerPool.stop();
  }

  private void runOnCallerThread(Invocation invocation) {
    workerPool.runOnCallerThread(invocation);
    finishedCount++;
    if (invocation.error() != null) {
      // If the caller has ended the run of the flow by an interrupt, the atom has not failed, and
      // the next run finds it as interrupted.
      callerInterrupts.check("in atom '" + invocation.atom + "'");
    }
  }

  private void addFinished(Invocation invocation) {
    finishedCount++;
    workerPool.done(invocation);
  }

  private void runAlone(Invocation invocation) throws InterruptedException {
    workerPool.start(List.of(invocation));
    List<Invocation> done = new ArrayList<>();
    while (!done.contains(invocation)) {
      done.addAll(awaitDone(null));
    }
    finishedCount = 0;
    done.forEach(this::addFinished);
  }
}
