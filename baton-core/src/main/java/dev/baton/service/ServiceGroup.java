// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.service;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Starts several services in order and stops them in reverse order. If a service fails to start,
 * the services that are already started are stopped, and the failure is thrown with later failures
 * as suppressed exceptions. If a service fails to stop, the others are still stopped.
 */
public final class ServiceGroup implements Service {

  private enum State {
    NEW,
    STARTED,
    STOPPED
  }

  private final List<Service> services;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  // Serialises start and stop. It is held while services start, so that a stop waits for the start.
  private final ReentrantLock order = new ReentrantLock();

  public ServiceGroup(List<? extends Service> services) {
    this.services = List.copyOf(services);
  }

  @Override
  public void start() {
    order.lock();
    try {
      if (state.compareAndSet(State.NEW, State.STARTED)) {
        startAll();
      }
    } finally {
      order.unlock();
    }
  }

  private void startAll() {
    for (Service service : services) {
      try {
        service.start();
      } catch (RuntimeException | Error e) {
        state.set(State.STOPPED);
        stopAll(e);
        throw e;
      }
    }
  }

  @Override
  public void stop() {
    order.lock();
    try {
      if (state.getAndSet(State.STOPPED) != State.STOPPED) {
        RuntimeException failure = stopAll(null);
        if (failure != null) {
          throw failure;
        }
      }
    } finally {
      order.unlock();
    }
  }

  private @Nullable RuntimeException stopAll(@Nullable Throwable suppressor) {
    RuntimeException first = null;
    for (Service service : services.reversed()) {
      try {
        service.stop();
      } catch (RuntimeException e) {
        if (suppressor != null) {
          suppressor.addSuppressed(e);
        } else if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    return first;
  }
}
