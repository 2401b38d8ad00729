// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.Claim;
import dev.baton.job.Job;
import dev.baton.plugin.ActionDefinition;
import dev.baton.service.Clock;
import dev.baton.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a job by this executor: its thread, the reason if it was interrupted, and which
 * thread may finish it. Exactly one thread finishes a run: the action's own thread or, if that does
 * not end, the thread that abandons it.
 */
final class RunningJob {

  private final Claim claim;
  private final ExecutorSession session;
  private final @Nullable ActionDefinition<?> action;
  private final Span span;
  private final Instant startedAt;
  private final long startedNanos;
  private final PendingReports pendingReports = new PendingReports();
  // Guarded by the lock of this object: the fields from here to hooks.
  private @Nullable Thread thread;
  private @Nullable InterruptReason interruptReason;
  private boolean over;
  private List<Runnable> hooks = List.of();
  // Set once by the action's thread before the action starts; read by the thread that finishes the
  // run.
  private volatile @Nullable Duration timeout;
  // Set by the action's thread; read by the threads that request a stop.
  private volatile @Nullable RunStopHandler stopHandler;

  RunningJob(
      Claim claim,
      ExecutorSession executorSession,
      @Nullable ActionDefinition<?> action,
      Span span,
      Clock clock) {
    this.claim = claim;
    this.session = executorSession;
    this.action = action;
    this.span = span;
    this.startedAt = clock.now();
    this.startedNanos = clock.nanos();
  }

  Claim claim() {
    return claim;
  }

  Job job() {
    return claim.job();
  }

  ExecutorSession session() {
    return session;
  }

  PendingReports pendingReports() {
    return pendingReports;
  }

  /** The catalogue's action of this job; null if the catalogue does not have it. */
  @Nullable ActionDefinition<?> action() {
    return action;
  }

  /** The span of this attempt, which {@link FinishRun} ends. */
  Span span() {
    return span;
  }

  Instant startedAt() {
    return startedAt;
  }

  Duration runTime(Clock clock) {
    return Duration.ofNanos(clock.nanos() - startedNanos);
  }

  @Nullable Duration timeout() {
    return timeout;
  }

  void timeout(@Nullable Duration allowed) {
    timeout = allowed;
  }

  void start(Thread runner) {
    synchronized (this) {
      thread = runner;
    }
    runner.start();
  }

  synchronized @Nullable Thread thread() {
    return thread;
  }

  synchronized @Nullable InterruptReason interruptReason() {
    return interruptReason;
  }

  /** True as soon as a thread has started to finish the run. */
  synchronized boolean isOver() {
    return over;
  }

  /**
   * Interrupts the run. If a run is interrupted for several reasons, the reason that comes last in
   * {@link InterruptReason} determines the run decision.
   *
   * @return the hooks to run, if this is the first reason; null if the run was interrupted before
   *     or is over
   */
  synchronized @Nullable List<Runnable> interrupt(InterruptReason reason) {
    if (over) {
      return null;
    }
    boolean first = interruptReason == null;
    interruptReason = first || reason.compareTo(interruptReason) > 0 ? reason : interruptReason;
    if (!first) {
      return null;
    }
    if (thread != null) {
      thread.interrupt();
    }
    return List.copyOf(hooks);
  }

  /** Registers the handler that receives stops, timeouts and signals while the action runs. */
  void stopHandler(RunStopHandler newStopHandler) {
    stopHandler = newStopHandler;
  }

  /** Null if the action registered no stop handler; then the run can only be interrupted. */
  @Nullable RunStopHandler stopHandler() {
    return stopHandler;
  }

  /**
   * Registers an interrupt hook. Returns false if the run is already interrupted; then the caller
   * must run the hook.
   */
  synchronized boolean addHook(Runnable hook) {
    if (interruptReason != null) {
      return false;
    }
    hooks = new ArrayList<>(hooks);
    hooks.add(hook);
    return true;
  }

  /**
   * The action's thread calls this when the action has ended. After the call, no interrupt reaches
   * that thread.
   *
   * @return false if the run was abandoned and another thread finishes it
   */
  synchronized boolean actionEnded() {
    boolean mine = !over;
    over = true;
    // An interrupt was meant for the action, which has ended. The interrupt must not disturb the
    // writes that follow, so the flag is cleared.
    Thread.interrupted();
    return mine;
  }

  /**
   * Takes the right to finish the run away from the action's thread. Returns false if the action
   * has ended by itself.
   */
  synchronized boolean abandonThread() {
    boolean mine = !over;
    over = true;
    return mine;
  }
}
