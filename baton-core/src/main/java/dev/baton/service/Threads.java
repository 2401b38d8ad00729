// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import dev.baton.error.InputBounds;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Creates the threads of Baton. They are named {@code baton-<role>-<id>}. */
public final class Threads {

  private static final AtomicLong NEXT_ID = new AtomicLong(1);

  /**
   * All running virtual threads that this class started. A static set is needed because the JVM
   * lists virtual threads only in its own thread dump. That dump crashes the process in JDK 25 when
   * it meets a thread that is being mounted (JDK-8364343).
   */
  private static final Set<Thread> RUNNING_VIRTUAL = ConcurrentHashMap.newKeySet();

  private Threads() {}

  /**
   * Returns a virtual thread that is not started. The body must not read or write a pipe, such as
   * the output of a process, because it would hold its carrier thread until the pipe answers. Java
   * replaces held carriers, but ends the replacements when no virtual thread has run for 30
   * seconds; after that, virtual threads run no more. {@link #platformPool} is for pipes.
   */
  public static Thread virtual(String role, Runnable body) {
    return Thread.ofVirtual()
        .name("baton-" + role + "-" + NEXT_ID.getAndIncrement())
        .unstarted(() -> runListed(body));
  }

  private static void runListed(Runnable body) {
    Thread thread = Thread.currentThread();
    RUNNING_VIRTUAL.add(thread);
    try {
      body.run();
    } finally {
      RUNNING_VIRTUAL.remove(thread);
    }
  }

  /** Returns an {@link ExecutorService} that starts a virtual thread for each task. */
  public static ExecutorService virtualPerTask(String role) {
    return Executors.newThreadPerTaskExecutor(task -> virtual(role, task));
  }

  /**
   * Returns the virtual threads of this class that have started and have not ended, in no order.
   */
  public static List<Thread> runningVirtual() {
    return List.copyOf(RUNNING_VIRTUAL);
  }

  /**
   * Returns a daemon platform thread that is not started. It is for code that blocks inside {@code
   * synchronized}, which pins virtual threads before JDK 24.
   */
  public static Thread platform(String role, Runnable body) {
    return Thread.ofPlatform()
        .daemon()
        .name("baton-" + role + "-" + NEXT_ID.getAndIncrement())
        .unstarted(body);
  }

  /**
   * Returns an {@link ExecutorService} with platform threads, as many as it has tasks. A thread
   * ends after a minute without a task.
   */
  public static ExecutorService platformPool(String role) {
    return Executors.newCachedThreadPool(task -> platform(role, task));
  }

  /**
   * Waits for the end of a thread without a time limit. A stop of a service must not call it,
   * because a stop may take only a limited time. Interrupts do not shorten the wait; the interrupt
   * flag is set again after it.
   */
  public static void join(Thread thread) {
    join(thread, InputBounds.LONGEST_DURATION);
  }

  /**
   * Waits for the end of a thread, at most for the given time. Interrupts do not shorten the wait;
   * the interrupt flag is set again after it.
   *
   * @return whether the thread does not run now; true for a thread that was not started
   */
  public static boolean join(Thread thread, Duration atMost) {
    Clock clock = Clock.system();
    Deadline end = Deadline.after(clock.nanos(), atMost);
    boolean interrupted = false;
    while (thread.isAlive() && !end.isPast(clock)) {
      try {
        thread.join(end.remaining(clock));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
