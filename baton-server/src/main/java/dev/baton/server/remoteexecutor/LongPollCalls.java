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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
  private final WatchPostings watchPostings;
  private final String server = UUID.randomUUID().toString();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by lock.
  private final Map<LongPollTopic, Long> counts = new EnumMap<>(LongPollTopic.class);
  private final Map<LongPollTopic, Integer> waiting = new EnumMap<>(LongPollTopic.class);
  private final Map<LongPollTopic, Deadline> awaitedUntil = new EnumMap<>(LongPollTopic.class);
  private boolean stopped;
  private volatile boolean reportsQuestions; // set by start, read by any thread
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
    this.watchPostings =
        new WatchPostings(
            backend.board(),
            clock,
            () -> isAwaited(LongPollTopic.POSTINGS),
            () -> signal(LongPollTopic.POSTINGS));
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
          Optional<Watch> questions =
              backend.memberRegistry().watch(() -> signal(LongPollTopic.QUESTIONS));
          questions.ifPresent(watches::add);
          reportsQuestions = questions.isPresent();
          watchEndedJobs.start();
          watchPostings.start();
        },
        this::end);
  }

  private void onHistory() {
    signal(LongPollTopic.HISTORY);
    watchEndedJobs.wake();
  }

  /** Ends all waiting calls at once; then within ten seconds for each of its two loops. */
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
    watchPostings.stop();
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
    Long seen = request.seen().get(server);
    Map<LongPollTopic, Long> now =
        awaitChange(
            Set.of(request.topic()),
            seen == null ? Map.of() : Map.of(request.topic(), seen),
            Duration.ofMillis(Math.min(request.waitMillis(), Protocol.MAX_WAIT_MILLIS)));
    return new Messages.LongPollCount(server, now.getOrDefault(request.topic(), 0L));
  }

  /** The id of this run of the server, which is sent together with the counts. */
  String server() {
    return server;
  }

  /** Whether {@link LongPollTopic#QUESTIONS} is counted; otherwise members must ask. */
  boolean reportsQuestions() {
    return reportsQuestions;
  }

  /**
   * Waits until the count of one of the topics differs from the count that the client has seen.
   * Does not wait if the client lacks the count of a topic, so that the client learns the count.
   *
   * @param seen the counts of this server process that the client has seen
   * @return the counts of the topics now
   * @throws UnavailableException if the server is stopping
   */
  Map<LongPollTopic, Long> awaitChange(
      Set<LongPollTopic> topics, Map<LongPollTopic, Long> seen, Duration atMost) {
    lock.lock();
    try {
      topics.forEach(topic -> waiting.merge(topic, 1, Integer::sum));
      try {
        awaitOtherCounts(topics, seen, atMost.toNanos());
      } finally {
        Deadline until = Deadline.after(clock.nanos(), REMEMBERED);
        topics.forEach(topic -> waiting.merge(topic, -1, Integer::sum));
        topics.forEach(topic -> awaitedUntil.put(topic, until));
      }
      if (stopped) {
        // A count would make the client repeat the poll at once, so an exception is thrown instead.
        throw new UnavailableException("the server is stopping");
      }
      return countsOf(topics);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the server is stopping", e);
    } finally {
      lock.unlock();
    }
  }

  // The caller holds the lock.
  private void awaitOtherCounts(
      Set<LongPollTopic> topics, Map<LongPollTopic, Long> seen, long atMostNanos)
      throws InterruptedException {
    long nanos = atMostNanos;
    while (countsOf(topics).equals(seen) && !stopped && nanos > 0) {
      nanos = changed.awaitNanos(nanos);
    }
  }

  // The caller holds the lock.
  private Map<LongPollTopic, Long> countsOf(Set<LongPollTopic> topics) {
    Map<LongPollTopic, Long> now = new HashMap<>();
    topics.forEach(topic -> now.put(topic, counts.getOrDefault(topic, 0L)));
    return now;
  }
}
