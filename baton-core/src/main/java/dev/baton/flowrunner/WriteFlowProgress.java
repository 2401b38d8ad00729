// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.error.UnavailableException;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Backoff;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the progress of a flow to the store. It repeats a write a few times if the store does not
 * answer, because repeating a write is safe.
 */
record WriteFlowProgress(LogbookStore store, CallerInterrupts callerInterrupts) {

  private static final Logger LOG = LoggerFactory.getLogger(WriteFlowProgress.class);
  private static final int ATTEMPTS = 4;
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(5));

  void write(FlowWrite write) {
    // Some stores abort the write or close their connection if the thread is interrupted. Therefore
    // interrupts that do not end the run of the flow are dropped before the write.
    callerInterrupts.dropForeign();
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        store.write(write);
        return;
      } catch (UnavailableException e) {
        LOG.debug(
            "progress of a flow was not written; Baton tries again: job={} tries={}",
            write.flow().job(),
            attempt,
            e);
        if (!pause(BACKOFF.after(attempt))) {
          throw e;
        }
      }
    }
    store.write(write);
  }

  /** Waits; returns false if the thread was interrupted. */
  private static boolean pause(Duration duration) {
    try {
      boolean never =
          new CountDownLatch(1).await(SaturatedTime.millis(duration), TimeUnit.MILLISECONDS);
      return !never;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
