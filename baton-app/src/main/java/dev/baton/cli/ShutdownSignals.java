// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the start of a process to its end by a signal: the first one asks it to stop, the second to
 * stop now, the third ends it.
 */
final class ShutdownSignals {

  private static final Logger LOG = LoggerFactory.getLogger(ShutdownSignals.class);
  private static final int KILLED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicInteger signals = new AtomicInteger();
  // Written before the signals are heard, read by their thread.
  private volatile Runnable hurry = () -> {};

  /** Waits for the first signal, or an interrupt; meanwhile it is known what a second one does. */
  void awaitStop(Runnable onSecondSignal) {
    hurry = onSecondSignal;
    if (!OsSignals.onStop(this::signalled)) {
      Runtime.getRuntime().addShutdownHook(new Thread(asked::countDown));
    }
    try {
      asked.await();
    } catch (InterruptedException e) {
      // As good as a signal: whoever runs this process inside another one wants it to stop.
      Thread.currentThread().interrupt();
    }
  }

  /** As a first signal, for a process that has done what it was to do. */
  void requestStop() {
    asked.countDown();
  }

  private void signalled() {
    switch (signals.incrementAndGet()) {
      case 1 -> {
        LOG.info("asked to stop; a second signal does not wait for running jobs");
        asked.countDown();
      }
      case 2 -> hurry.run();
      default -> Runtime.getRuntime().halt(KILLED);
    }
  }
}
