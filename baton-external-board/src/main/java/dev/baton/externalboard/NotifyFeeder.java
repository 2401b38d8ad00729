// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.error.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies the feeder, by a write to the board, that it must read the store. Only one write runs at
 * a time, however many threads call this class. If a notification gets lost, the feeder reads the
 * store a little later by itself.
 */
final class NotifyFeeder {

  private static final Logger LOG = LoggerFactory.getLogger(NotifyFeeder.class);

  private final EntryQueue queue;
  // The number of notifications since the last write that was answered without new notifications.
  private final AtomicInteger notifications = new AtomicInteger();

  NotifyFeeder(EntryQueue queue) {
    this.queue = queue;
  }

  /** Notifies the feeder. Does not block. */
  void send() {
    if (notifications.getAndIncrement() == 0) {
      write();
    }
  }

  private void write() {
    int before = notifications.get();
    CompletableFuture<?> written = null;
    try {
      written = queue.isReady() ? queue.notifyFeeder() : null;
    } catch (UnavailableException e) {
      LOG.debug(
          "feeder cannot be notified of new jobs now and finds them at its next pass:"
              + " notifications={}",
          before,
          e);
    }
    if (written == null) {
      notifications.set(0);
    } else {
      CompletableFuture<?> unused = written.whenComplete((done, failure) -> answered(before));
    }
  }

  /**
   * Called when the board has answered. Writes again if there were notifications during the write,
   * because the feeder may have read the store before the jobs of those notifications were stored.
   */
  private void answered(int before) {
    if (!notifications.compareAndSet(before, 0)) {
      write();
    }
  }
}
