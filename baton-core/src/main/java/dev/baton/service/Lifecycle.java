// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes a service start at most once and stop at most once, for calls in any order and from any
 * thread. If a service is stopped before it is started, it never starts. A stop that runs at the
 * same time as another start or stop waits for it.
 */
public final class Lifecycle {

  private enum State {
    NEW,
    STARTED,
    STOPPED
  }

  private final ReentrantLock order = new ReentrantLock();
  // Guarded by order.
  private State state = State.NEW;

  /** As {@link #start(Runnable, Runnable)}, for work that leaves nothing running if it fails. */
  public void start(Runnable work) {
    start(work, () -> {});
  }

  /**
   * Runs the work that starts the service, unless the service was started or stopped before. If the
   * work fails, the service is stopped and its failure is thrown.
   *
   * @param undo stops everything that the work has started when it fails; its own failure is added
   *     to the failure of the work
   */
  public void start(Runnable work, Runnable undo) {
    order.lock();
    try {
      if (state == State.NEW) {
        state = State.STARTED;
        work.run();
      }
    } catch (RuntimeException | Error e) {
      state = State.STOPPED;
      undo(undo, e);
      throw e;
    } finally {
      order.unlock();
    }
  }

  private static void undo(Runnable undo, Throwable failure) {
    try {
      undo.run();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Runs the work that stops the service, if it was started and not stopped yet. The service never
   * starts again.
   */
  public void stop(Runnable work) {
    order.lock();
    try {
      boolean started = state == State.STARTED;
      state = State.STOPPED;
      if (started) {
        work.run();
      }
    } finally {
      order.unlock();
    }
  }
}
