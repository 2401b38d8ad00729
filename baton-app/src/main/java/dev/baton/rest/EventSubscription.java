// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.job.JobEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One listener's events. Filled by the feed's thread, emptied by the listener's. */
final class EventSubscription implements AutoCloseable {

  /** A client that is further behind than this comes back and reads the history from there. */
  static final int CAPACITY = 5_000;

  private static final int BATCH = 500;

  /** Wakes a listener that waits when the subscription ends. */
  private record Item(@Nullable JobEvent event) {}

  private final Predicate<JobEvent> filter;
  private final Consumer<EventSubscription> onClose;
  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(CAPACITY);
  // Written by any thread, read by the listener's.
  private volatile boolean ended;

  EventSubscription(Predicate<JobEvent> filter, Consumer<EventSubscription> onClose) {
    this.filter = filter;
    this.onClose = onClose;
  }

  /** Takes an event; a listener that does not keep up is ended, and may resume by number. */
  void offer(JobEvent event) {
    if (!ended && filter.test(event) && !queue.offer(new Item(event))) {
      end();
    }
  }

  /** Wakes who waits, and lets go of what was not taken: its thread may be stuck in a write. */
  void end() {
    ended = true;
    queue.clear();
    queue.offer(new Item(null));
  }

  /** How many events wait to be taken. */
  int waiting() {
    return queue.size();
  }

  boolean isEnded() {
    return ended;
  }

  /** What has come, waiting for it at most so long; empty if nothing came or it has ended. */
  List<JobEvent> take(Duration wait) throws InterruptedException {
    Item first = ended ? null : queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (first == null || ended) {
      return List.of();
    }
    List<Item> items = new ArrayList<>();
    items.add(first);
    queue.drainTo(items, BATCH - 1);
    List<JobEvent> events = new ArrayList<>();
    for (Item item : items) {
      if (item.event() != null) {
        events.add(item.event());
      }
    }
    return events;
  }

  @Override
  public void close() {
    ended = true;
    onClose.accept(this);
  }
}
