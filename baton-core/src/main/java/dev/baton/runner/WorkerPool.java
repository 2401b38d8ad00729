// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The threads that run bodies, so many at once. Used by the thread of one flow. */
final class WorkerPool {

  private static final Duration FOREVER = Duration.ofDays(1_000);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final int max;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  // All below are guarded by lock.
  private final Deque<Invocation> queue = new ArrayDeque<>();
  private final Map<Invocation, Thread> running = new HashMap<>();
  private final Map<Invocation, Deadline> deadlines = new HashMap<>();
  private List<Invocation> done = new ArrayList<>();
  private int threads;

  /** Whether a thread was started that has not looked for its first call yet. */
  private boolean coming;

  private boolean woken;
  private boolean canceled;

  WorkerPool(int max, Clock clock) {
    this.max = Math.max(1, max);
    this.clock = clock;
  }

  /** Runs calls when threads are free for them. */
  void start(List<Invocation> calls) {
    lock.lock();
    try {
      queue.addAll(calls);
      recruit();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts a thread if there is something for it. The next one is started by that one, when it has
   * taken a call and others are left: so bodies that are over at once are run by few threads, one
   * after the other, and those that take long all at once. Called under the lock.
   */
  private void recruit() {
    if (!queue.isEmpty() && !coming && threads < max) {
      coming = true;
      threads++;
      Threads.virtual("flow", this::work).start();
    }
  }

  /** Runs a call on the calling thread. */
  void runHere(Invocation invocation) {
    lock.lock();
    try {
      enter(invocation);
    } finally {
      lock.unlock();
    }
    invocation.run();
    lock.lock();
    try {
      running.remove(invocation);
      if (invocation.isInterrupted()) {
        // The interrupt was for this call only.
        Thread.interrupted();
      }
      done.add(invocation);
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts what is being executed now, and refuses what would be from now on. */
  void cancel() {
    lock.lock();
    try {
      canceled = true;
      running.forEach((invocation, thread) -> {
        if (invocation.kind == Invocation.Kind.EXECUTE && !invocation.isInterrupted()) {
          invocation.interruptedBy(canceled(invocation));
          thread.interrupt();
        }
      });
    } finally {
      lock.unlock();
    }
  }

  /** Hands in a call that needs no thread. */
  void done(Invocation invocation) {
    lock.lock();
    try {
      done.add(invocation);
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a wait of {@link #await} from any thread. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a call is done, somebody wakes it, or the time is over.
   *
   * @param longest null for as long as it takes
   * @return the calls that are done, perhaps none
   */
  List<Invocation> await(@Nullable Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Deadline end = longest == null ? null : Deadline.after(clock.nanos(), longest);
      interruptLate();
      while (done.isEmpty() && !woken && (end == null || !end.isPast(clock))) {
        if (news.awaitNanos(nanosLeft(end)) <= 0) {
          interruptLate();
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

  /** Takes back what no thread has begun. */
  List<Invocation> withdrawQueued() {
    lock.lock();
    try {
      List<Invocation> taken = List.copyOf(queue);
      queue.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts all bodies and waits for their end; what came of them is of no interest. */
  void stop() {
    List<Thread> left;
    lock.lock();
    try {
      queue.clear();
      left = List.copyOf(running.values());
      left.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
    left.forEach(Threads::join);
  }

  /** How long nothing is to be done by the clock. */
  private long nanosLeft(@Nullable Deadline end) {
    Duration left = end == null ? FOREVER : end.remaining(clock);
    for (Deadline deadline : deadlines.values()) {
      Duration other = deadline.remaining(clock);
      left = other.compareTo(left) < 0 ? other : left;
    }
    // At least a moment, so that a clock that stands still does not keep this busy.
    return Math.max(MOMENT.toNanos(), left.toNanos());
  }

  private void interruptLate() {
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
                        + "' took longer than the "
                        + invocation.timeout
                        + " that its definition allows"));
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
        "atom '" + invocation.atom + "' was interrupted, since its flow is to be reverted");
  }

  private @Nullable Invocation first() {
    lock.lock();
    try {
      coming = false;
      return take();
    } finally {
      lock.unlock();
    }
  }

  /** Hands in a call that was run and takes another one. */
  private @Nullable Invocation next(Invocation over) {
    lock.lock();
    try {
      running.remove(over);
      deadlines.remove(over);
      // An interrupt was for this call only.
      Thread.interrupted();
      done.add(over);
      news.signal();
      return take();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next call, already counted as running, so that {@link #stop} waits for it. Called under the
   * lock.
   */
  private @Nullable Invocation take() {
    Invocation invocation = queue.poll();
    if (invocation == null) {
      threads--;
    } else {
      enter(invocation);
      recruit();
    }
    return invocation;
  }

  /** Called under the lock. */
  private void enter(Invocation invocation) {
    if (canceled && invocation.kind == Invocation.Kind.EXECUTE) {
      invocation.refuse(canceled(invocation));
    }
    running.put(invocation, Thread.currentThread());
    if (invocation.timeout != null) {
      deadlines.put(invocation, Deadline.after(clock.nanos(), invocation.timeout));
      news.signal();
    }
  }
}
