// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.Claim;
import dev.baton.job.Job;
import dev.baton.plugin.ActionDefinition;
import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a job by this executor: who runs it, whether it was cut off, and who may settle
 * what becomes of it: its own thread or, when that does not end, whoever abandons it. Never both.
 */
final class RunningJob {

  private final Claim claim;
  private final ExecutorSession session;
  private final @Nullable ActionDefinition<?> action;
  private final Instant startedAt;
  private final long startedNanos;
  private final PendingReports pendingReports = new PendingReports();
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private @Nullable Thread thread;
  private @Nullable InterruptReason interruptReason;
  private boolean over;
  private List<Runnable> hooks = List.of();
  // Set once by the action's thread before the action starts; read by whoever settles.
  private volatile @Nullable Duration timeout;
  // Set by the action's thread, read by those who have something to tell.
  private volatile @Nullable RunStopHandler stopHandler;

  RunningJob(
      Claim claim,
      ExecutorSession executorSession,
      @Nullable ActionDefinition<?> action,
      Clock clock) {
    this.claim = claim;
    this.session = executorSession;
    this.action = action;
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

  /** What the catalogue knows under the job's action; null if it does not. */
  @Nullable ActionDefinition<?> action() {
    return action;
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
    lock.lock();
    try {
      thread = runner;
    } finally {
      lock.unlock();
    }
    runner.start();
  }

  @Nullable Thread thread() {
    lock.lock();
    try {
      return thread;
    } finally {
      lock.unlock();
    }
  }

  @Nullable InterruptReason interruptReason() {
    lock.lock();
    try {
      return interruptReason;
    } finally {
      lock.unlock();
    }
  }

  /** True once what becomes of the job is being settled, or was. */
  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Cuts the run off: from now on its verdict is that of the strongest reason given.
   *
   * @return the hooks to run, if it is the first reason; null if it was cut off before or is over
   */
  @Nullable List<Runnable> interrupt(InterruptReason reason) {
    lock.lock();
    try {
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
    } finally {
      lock.unlock();
    }
  }

  /** Has whoever steers the run, if somebody does, told what happens while it goes on. */
  void stopHandler(RunStopHandler newSteering) {
    stopHandler = newSteering;
  }

  /** Null while nobody steers it: then it can only be cut off. */
  @Nullable RunStopHandler stopHandler() {
    return stopHandler;
  }

  /** Registers a hook; false when it is too late and the caller has to run it. */
  boolean addHook(Runnable hook) {
    lock.lock();
    try {
      if (interruptReason != null) {
        return false;
      }
      hooks = new ArrayList<>(hooks);
      hooks.add(hook);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Called by the action's thread when the action has ended: no interrupt reaches it after this.
   *
   * @return false if the run was abandoned and settled meanwhile
   */
  boolean actionEnded() {
    lock.lock();
    try {
      boolean mine = !over;
      over = true;
      // An interrupt was for the action, which has ended; what follows are writes.
      Thread.interrupted();
      return mine;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the right to settle away from the action's thread; false if that has ended by itself. */
  boolean abandonThread() {
    lock.lock();
    try {
      boolean mine = !over;
      over = true;
      return mine;
    } finally {
      lock.unlock();
    }
  }
}
