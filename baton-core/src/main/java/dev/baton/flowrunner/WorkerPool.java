// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Mutex;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run the bodies of one flow, with a maximum number of threads. Only the thread of
 * that flow uses the pool, except where a method states otherwise.
 */
final class WorkerPool {

  private static final Duration FOREVER = Duration.ofDays(1_000);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final int max;
  private final Clock clock;
  private final Mutex lock = new Mutex();
  private final Condition changed = lock.newCondition();
  // The lock guards all fields below.
  private final Deque<Invocation> queue = new ArrayDeque<>();
  private final Map<Invocation, Thread> running = new HashMap<>();
  private final Map<Invocation, Deadline> deadlines = new HashMap<>();
  private List<Invocation> done = new ArrayList<>();
  private int threads;

  /** Whether a started thread has not taken its first invocation yet. */
  private boolean coming;

  private boolean woken;
  private boolean canceled;

  WorkerPool(int max, Clock clock) {
    this.max = Math.max(1, max);
    this.clock = clock;
  }

  /** Queues invocations. Threads run them as soon as they are free. */
  void start(List<Invocation> calls) {
    lock.run(() -> {
      queue.addAll(calls);
      startThread();
    });
  }

  /**
   * Starts one thread if an invocation is queued. That thread starts the next one after it has
   * taken an invocation, if others are left. So a few threads run many short bodies one after the
   * other, while long bodies run in parallel. The caller must hold the lock.
   */
  private void startThread() {
    if (!queue.isEmpty() && !coming && threads < max) {
      coming = true;
      threads++;
      Threads.virtual("flow", this::work).start();
    }
  }

  /** Runs an invocation on the calling thread. */
  void runOnCallerThread(Invocation invocation) {
    lock.run(() -> enter(invocation));
    invocation.run();
    lock.run(() -> {
      running.remove(invocation);
      if (invocation.isInterrupted()) {
        // The interrupt was meant for this invocation only. Therefore the flag is cleared before
        // the thread takes the next invocation.
        Thread.interrupted();
      }
      done.add(invocation);
    });
  }

  /**
   * Interrupts all running executions, and refuses all later executions. Any thread may call it.
   */
  void cancel() {
    lock.run(() -> {
      canceled = true;
      running.forEach((invocation, thread) -> {
        if (invocation.kind == Invocation.Kind.EXECUTE && !invocation.isInterrupted()) {
          invocation.interruptedBy(canceled(invocation));
          thread.interrupt();
        }
      });
    });
  }

  /**
   * Adds a finished invocation that needed no thread of the pool, so that {@link #await} returns
   * it.
   */
  void done(Invocation invocation) {
    lock.run(() -> {
      done.add(invocation);
      changed.signal();
    });
  }

  /** Ends a wait of {@link #await}. Any thread may call it. */
  void wake() {
    lock.run(() -> {
      woken = true;
      changed.signal();
    });
  }

  /**
   * Waits until an invocation has finished, another thread calls {@link #wake}, or the time is
   * over.
   *
   * @param longest the longest time to wait; null for no limit
   * @return the finished invocations, possibly none
   */
  List<Invocation> await(@Nullable Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Deadline end = longest == null ? null : Deadline.after(clock.nanos(), longest);
      interruptOverdue();
      while (done.isEmpty() && !woken && (end == null || !end.isPast(clock))) {
        if (changed.awaitNanos(nanosLeft(end)) <= 0) {
          interruptOverdue();
        }
      }
      woken = false;
      List<Invocation> taken = done;
      done = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Removes and returns the invocations that no thread has started. */
  List<Invocation> withdrawQueued() {
    return lock.call(() -> {
      List<Invocation> taken = List.copyOf(queue);
      queue.clear();
      return taken;
    });
  }

  /**
   * Interrupts all bodies and waits for their end, however long they ignore the interrupt: the flow
   * must not end while a body still has effects. The executor limits the wait, because it abandons
   * the thread of the flow after its interrupt timeout. The results of the bodies are discarded.
   */
  void stop() {
    List<Thread> left =
        lock.call(() -> {
          queue.clear();
          List<Thread> interrupted = List.copyOf(running.values());
          interrupted.forEach(Thread::interrupt);
          return interrupted;
        });
    left.forEach(Threads::join);
  }

  /** The time in nanoseconds until the next deadline or the end of the wait. */
  private long nanosLeft(@Nullable Deadline end) {
    Duration left = end == null ? FOREVER : end.remaining(clock);
    for (Deadline deadline : deadlines.values()) {
      Duration other = deadline.remaining(clock);
      left = other.compareTo(left) < 0 ? other : left;
    }
    // Wait at least 1 ms, so that a clock that stands still does not cause a busy loop.
    return Math.max(MOMENT.toNanos(), left.toNanos());
  }

  private void interruptOverdue() {
    deadlines
        .entrySet()
        .removeIf(entry -> {
          boolean late = entry.getValue().isPast(clock);
          Thread thread = running.get(entry.getKey());
          if (late && thread != null) {
            Invocation invocation = entry.getKey();
            invocation.interruptedBy(
                new TimeoutException(
                    "atom '"
                        + invocation.atom
                        + "' took longer than its timeout of "
                        + invocation.timeout));
            thread.interrupt();
          }
          return late;
        });
  }

  private void work() {
    for (Invocation invocation = first(); invocation != null; invocation = next(invocation)) {
      invocation.run();
    }
  }

  private static CancellationException canceled(Invocation invocation) {
    return new CancellationException(
        "atom '" + invocation.atom + "' was interrupted, because its flow is being reverted");
  }

  private @Nullable Invocation first() {
    return lock.call(() -> {
      coming = false;
      return take();
    });
  }

  /**
   * Adds a finished invocation to those that {@link #await} returns, and takes the next queued
   * invocation.
   */
  private @Nullable Invocation next(Invocation over) {
    return lock.call(() -> {
      running.remove(over);
      deadlines.remove(over);
      // An interrupt was meant for the finished invocation only. Therefore the flag is cleared
      // before the thread takes the next invocation.
      Thread.interrupted();
      done.add(over);
      changed.signal();
      return take();
    });
  }

  /**
   * Takes the next invocation and counts it as running, so that {@link #stop} waits for it. The
   * caller must hold the lock.
   */
  private @Nullable Invocation take() {
    Invocation invocation = queue.poll();
    if (invocation == null) {
      threads--;
    } else {
      enter(invocation);
      startThread();
    }
    return invocation;
  }

  /** Registers an invocation as running on this thread. The caller must hold the lock. */
  private void enter(Invocation invocation) {
    if (canceled && invocation.kind == Invocation.Kind.EXECUTE) {
      invocation.refuse(canceled(invocation));
    }
    running.put(invocation, Thread.currentThread());
    if (invocation.timeout != null) {
      deadlines.put(invocation, Deadline.after(clock.nanos(), invocation.timeout));
      changed.signal();
    }
  }
}
