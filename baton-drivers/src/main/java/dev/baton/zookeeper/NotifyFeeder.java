// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.UnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the process that feeds the window know that it should look at the store, by writing to its
 * node. One write is under way at a time, however many ask for it; if it gets lost, the feeder
 * looks a little later by itself.
 */
final class NotifyFeeder {

  private static final Logger LOG = LoggerFactory.getLogger(NotifyFeeder.class);

  private final FollowQueue queue;
  // How often it was asked for since the last write that was answered.
  private final AtomicInteger asked = new AtomicInteger();

  NotifyFeeder(FollowQueue queue) {
    this.queue = queue;
  }

  /** Returns at once. */
  void send() {
    if (asked.getAndIncrement() == 0) {
      write();
    }
  }

  private void write() {
    int before = asked.get();
    CompletableFuture<?> written = null;
    try {
      written =
          queue.isReady()
              ? ZooKeeperCalls.set(queue.handle(), ZooKeeperPaths.FEEDER, new byte[0], -1)
              : null;
    } catch (UnavailableException e) {
      LOG.debug("no hint to the one who feeds the window", e);
    }
    if (written == null) {
      asked.set(0);
    } else {
      CompletableFuture<?> unused = written.whenComplete((done, failure) -> answered(before));
    }
  }

  /** Who asked while the write was under way may have been too late for it. */
  private void answered(int before) {
    if (!asked.compareAndSet(before, 0)) {
      write();
    }
  }
}
