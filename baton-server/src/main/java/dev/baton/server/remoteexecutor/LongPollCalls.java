// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.backend.Backend;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Lifecycle;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The long polls of clients. For each topic, this server counts the changes. A client sends the
 * last count that it received, so it does not miss a change between two polls. Each server process
 * starts to count at zero, so a count is sent together with an id of the process.
 */
final class LongPollCalls implements Service {

  /**
   * For this time after the end of a poll, a client still counts as waiting, because it may be
   * about to send the next poll.
   */
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private final Backend backend;
  private final Clock clock;
  private final WatchEndedJobs watchEndedJobs;
  private final String server = UUID.randomUUID().toString();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by lock.
  private final Map<LongPollTopic, Long> counts = new EnumMap<>(LongPollTopic.class);
  private final Map<LongPollTopic, Integer> waiting = new EnumMap<>(LongPollTopic.class);
  private final Map<LongPollTopic, Deadline> awaitedUntil = new EnumMap<>(LongPollTopic.class);
  private boolean stopped;
  private final Lifecycle life = new Lifecycle();
  // Used only by start and stop.
  private final List<Watch> watches = new ArrayList<>();

  LongPollCalls(Backend backend, Clock clock) {
    this.backend = backend;
    this.clock = clock;
    this.watchEndedJobs =
        new WatchEndedJobs(
            backend.history(),
            () -> isAwaited(LongPollTopic.ENDED),
            () -> signal(LongPollTopic.ENDED));
  }

  void addTo(CallRoutes callRoutes) {
    callRoutes.add(ProtocolCalls.LONG_POLL, this::await);
  }

  @Override
  public void start() {
    life.start(
        () -> {
          watches.add(backend.board().watch(() -> signal(LongPollTopic.POSTINGS)));
          watches.add(backend.history().watch(this::onHistory));
          watchEndedJobs.start();
        },
        this::end);
  }

  private void onHistory() {
    signal(LongPollTopic.HISTORY);
    watchEndedJobs.wake();
  }

  /** Ends all waiting calls at once; then as {@link WatchEndedJobs#stop()}. */
  @Override
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    life.stop(this::end);
  }

  private void end() {
    watches.forEach(Watch::close);
    watchEndedJobs.stop();
  }

  private void signal(LongPollTopic longPollTopic) {
    lock.lock();
    try {
      counts.merge(longPollTopic, 1L, Long::sum);
      if (waiting.getOrDefault(longPollTopic, 0) > 0) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isAwaited(LongPollTopic longPollTopic) {
    lock.lock();
    try {
      Deadline until = awaitedUntil.get(longPollTopic);
      return waiting.getOrDefault(longPollTopic, 0) > 0 || (until != null && !until.isPast(clock));
    } finally {
      lock.unlock();
    }
  }

  private Messages.LongPollCount await(Messages.LongPollRequest request) {
    lock.lock();
    try {
      if (stopped) {
        // A count would make the client repeat the poll at once, so an exception is thrown instead.
        throw new UnavailableException("the server is stopping");
      }
      waiting.merge(request.topic(), 1, Integer::sum);
      try {
        awaitChange(request);
      } finally {
        waiting.merge(request.topic(), -1, Integer::sum);
        awaitedUntil.put(request.topic(), Deadline.after(clock.nanos(), REMEMBERED));
      }
      return new Messages.LongPollCount(server, count(request.topic()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the server is stopping", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the count of the topic changes. Does not wait if the client has no count of this
   * server process, so that the client learns the count.
   */
  private void awaitChange(Messages.LongPollRequest request) throws InterruptedException {
    Long seen = request.seen().get(server);
    int millis = Math.min(request.waitMillis(), Protocol.MAX_WAIT_MILLIS);
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    while (seen != null && seen == count(request.topic()) && !stopped && nanos > 0) {
      nanos = changed.awaitNanos(nanos);
    }
  }

  private long count(LongPollTopic longPollTopic) {
    return counts.getOrDefault(longPollTopic, 0L);
  }
}
