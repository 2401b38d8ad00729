// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.Watch;
import dev.baton.server.HistoryReader;
import dev.baton.service.Clock;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the job history once and passes every event to all subscriptions. Reads nothing while there
 * is no subscription. Thread-safe.
 */
final class EventFeed implements Service {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration POLL_FOR_LATE = Duration.ofMillis(200);
  private static final Duration IDLE = Duration.ofHours(1);

  private final JobHistory history;
  private final Clock clock;
  private final PollLoop loop = PollLoop.of("events", this::pass);
  private final Set<EventSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock. Only the thread of the poll loop calls the reader.
  private @Nullable HistoryReader reader;
  private @Nullable Watch watch;
  private boolean stopped;

  EventFeed(JobHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  @Override
  public void start() {
    loop.start();
  }

  /** Stops the reading, and ends every subscription. */
  @Override
  public void stop() {
    lock.lock();
    try {
      stopped = true;
    } finally {
      lock.unlock();
    }
    loop.stop();
    subscriptions.forEach(EventSubscription::end);
    rest();
  }

  /**
   * Starts a subscription. It receives each event that is written after this call once, and perhaps
   * some events that were written shortly before.
   */
  EventSubscription subscribe(Predicate<JobEvent> filter) {
    long latest = history.latest();
    EventSubscription eventSubscription = new EventSubscription(filter, subscriptions::remove);
    lock.lock();
    try {
      if (stopped) {
        eventSubscription.end();
        return eventSubscription;
      }
      if (reader == null) {
        reader = new HistoryReader(history, clock, latest);
      }
      subscriptions.add(eventSubscription);
    } finally {
      lock.unlock();
    }
    loop.wake();
    return eventSubscription;
  }

  private PassResult pass() {
    HistoryReader active = active();
    if (active == null) {
      rest();
      return PassResult.waitFor(IDLE);
    }
    List<JobEvent> events = active.read();
    for (JobEvent event : events) {
      subscriptions.forEach(eventSubscription -> eventSubscription.offer(event));
    }
    return PassResult.waitFor(active.hasGaps() ? POLL_FOR_LATE : POLL);
  }

  /**
   * Returns the reader, or null if there is no subscription. If there is a subscription, also
   * starts to watch the history.
   */
  private @Nullable HistoryReader active() {
    boolean watching;
    HistoryReader active;
    lock.lock();
    try {
      if (subscriptions.isEmpty()) {
        reader = null;
      }
      active = reader;
      watching = watch != null;
    } finally {
      lock.unlock();
    }
    if (active != null && !watching) {
      Watch opened = history.watch(loop::wake);
      lock.lock();
      try {
        watch = opened;
      } finally {
        lock.unlock();
      }
    }
    return active;
  }

  private void rest() {
    Watch open;
    lock.lock();
    try {
      open = watch;
      watch = null;
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.close();
    }
  }
}
