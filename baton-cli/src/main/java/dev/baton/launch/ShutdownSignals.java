// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the operating system signals (SIGINT, SIGTERM) of a process from its start to its end:
 * the first signal requests a stop of the process, the second signal requests an immediate stop,
 * and the third signal kills the process.
 */
final class ShutdownSignals {

  private static final Logger LOG = LoggerFactory.getLogger(ShutdownSignals.class);
  private static final int KILLED = 130;

  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final AtomicInteger signals = new AtomicInteger();
  // Written before signals are handled; read by the thread that handles signals.
  private volatile Runnable endGracePeriod = () -> {};

  /**
   * Waits for the first signal or an interrupt.
   *
   * @param onSecondSignal is called at a second signal, on another thread
   */
  void awaitStop(Runnable onSecondSignal) {
    endGracePeriod = onSecondSignal;
    if (!OsSignals.onStop(this::signalled)) {
      Runtime.getRuntime().addShutdownHook(new Thread(stopRequested::countDown));
    }
    try {
      stopRequested.await();
    } catch (InterruptedException e) {
      // An interrupt means the same as SIGTERM: this process runs on a thread of another program,
      // and that program wants to end it.
      Thread.currentThread().interrupt();
    }
  }

  /** Requests a stop, as the first SIGTERM does. For a process that has finished its work. */
  void requestStop() {
    stopRequested.countDown();
  }

  private void signalled() {
    switch (signals.incrementAndGet()) {
      case 1 -> {
        LOG.info(
            "process stops after a signal; a second signal stops it without waiting for running"
                + " jobs");
        stopRequested.countDown();
      }
      case 2 -> endGracePeriod.run();
      default -> Runtime.getRuntime().halt(KILLED);
    }
  }
}
