// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches the exceptions of a listener, so that they do not reach the executor. Logs only the first
 * one.
 */
record SafeExecutorListener(ExecutorListener listener, AtomicBoolean complained) {

  private static final Logger LOG = LoggerFactory.getLogger(SafeExecutorListener.class);

  static SafeExecutorListener around(ExecutorListener listener) {
    return new SafeExecutorListener(listener, new AtomicBoolean());
  }

  /** Reports an event to the listener. */
  void tell(Consumer<ExecutorListener> event) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    try {
      event.accept(listener);
      // An interrupt flag that the listener leaves would disturb the executor's next call to a
      // store. Therefore the flag is cleared, unless it was set before the call.
      if (!interrupted) {
        Thread.interrupted();
      }
    } catch (Throwable e) {
      if (complained.compareAndSet(false, true)) {
        LOG.warn(
            "listener of an executor failed; the executor continues, and later failures of the"
                + " listener are not logged: listener={}",
            listener.getClass().getName(),
            e);
      }
    }
  }
}
