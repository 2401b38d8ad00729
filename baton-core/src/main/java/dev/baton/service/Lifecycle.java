// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import java.util.concurrent.locks.ReentrantLock;

/**
 * That a service starts once and stops once, in whatever order, number and thread it is asked to.
 * Who stops it before it started has it never start; who stops it while another does waits for that
 * one.
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

  /** Runs what starts the service, unless it was started or stopped before. */
  public void start(Runnable work) {
    order.lock();
    try {
      if (state == State.NEW) {
        state = State.STARTED;
        work.run();
      }
    } finally {
      order.unlock();
    }
  }

  /** Runs what stops the service if it was started and not stopped yet. It never starts again. */
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
