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

/**
 * A queue of events for one event stream. The thread of the feed adds events, and the thread of the
 * stream takes them.
 */
final class EventSubscription implements AutoCloseable {

  /**
   * The maximum number of events that wait for one client. If more events wait, the subscription
   * ends. The client reconnects and reads the missed events from the history.
   */
  static final int CAPACITY = 5_000;

  private static final int BATCH = 500;

  /**
   * An element of the queue.
   *
   * @param event null wakes the thread that waits in {@code take}, because the subscription has
   *     ended
   */
  private record Item(@Nullable JobEvent event) {}

  private final Predicate<JobEvent> filter;
  private final Consumer<EventSubscription> onClose;
  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(CAPACITY);
  // Written by any thread, read by the threads of the stream and of the feed.
  private volatile boolean ended;

  EventSubscription(Predicate<JobEvent> filter, Consumer<EventSubscription> onClose) {
    this.filter = filter;
    this.onClose = onClose;
  }

  /**
   * Adds an event. If the queue is full, ends the subscription; the client can open a new stream
   * that continues after the last event that it received.
   */
  void offer(JobEvent event) {
    if (!ended && filter.test(event) && !queue.offer(new Item(event))) {
      end();
    }
  }

  /**
   * Ends the subscription and wakes the thread that waits in {@code take}. Drops the events in the
   * queue, because that thread may be stuck in a write to the client.
   */
  void end() {
    ended = true;
    queue.clear();
    queue.offer(new Item(null));
  }

  /** The number of events that have not been taken yet. */
  int waiting() {
    return queue.size();
  }

  boolean isEnded() {
    return ended;
  }

  /**
   * Takes the next events, and waits at most {@code wait} if there are none. Returns no events if
   * none arrived or the subscription has ended.
   */
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
