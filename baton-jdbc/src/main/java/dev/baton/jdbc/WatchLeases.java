// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.DEAD;
import static dev.baton.jdbc.Tables.LEASE_UNTIL;
import static dev.baton.jdbc.Tables.SESSION;
import static dev.baton.jdbc.Tables.SESSION_ID;
import static dev.baton.jdbc.Tables.SESSION_KEY;

import dev.baton.job.ClaimEnd;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the next lease expires and releases the jobs of dead sessions. A process knows
 * without a query that the leases of its own sessions were renewed, so a process that is alone
 * hardly ever queries. It reads the lease of another process about once in two thirds of the lease.
 */
final class WatchLeases implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(WatchLeases.class);
  private static final long FRESH_MILLIS = 500;
  // The minimum delay after the end of a lease before this process queries for dead sessions. A
  // random part is added, so that the processes do not query at the same moment and one process
  // does the work. A session that finds no jobs does not wait for this delay.
  private static final int LEAST_DELAY_MILLIS = 200;
  private static final int MOST_DELAY_MILLIS = 600;

  private final Database database;
  private final Clock clock;
  private final Leases leases;
  private final ReleaseJobs release;
  // The longest time between two queries: another process may join with a lease that expires before
  // the leases that are known now.
  private final Duration longest;
  private final PollLoop loop;
  // The sessions of this process, and until when each can be trusted.
  private final Map<Long, Supplier<Deadline>> own = new ConcurrentHashMap<>();
  // Written and read by any thread.
  private final AtomicReference<Deadline> checkAt;
  private volatile Deadline checkAgainAt;
  private final AtomicInteger releasing = new AtomicInteger();
  private final AtomicLong releases = new AtomicLong();

  /**
   * @param longest the longest time between two queries; short on databases where other processes
   *     cannot announce that they joined
   */
  WatchLeases(
      Database database,
      Leases leases,
      ReleaseJobs release,
      ChangeNotifier changeNotifier,
      Duration longest) {
    this.database = database;
    this.clock = database.clock();
    this.checkAgainAt = new Deadline(clock.nanos());
    this.checkAt = new AtomicReference<>(checkAgainAt);
    this.leases = leases;
    this.release = release;
    this.longest = longest;
    this.loop = PollLoop.of("jdbc-leases", this::pass);
    changeNotifier.watch(ChangeNotifier.Kind.JOINING, this::checkNow);
  }

  private record Next(List<Long> ended, long millis) {}

  @Override
  public void start() {
    loop.start();
  }

  /** Within ten seconds, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    loop.stop();
  }

  /** Adds a new session of this process. */
  void add(long sessionId, Supplier<Deadline> trustedUntil) {
    own.put(sessionId, trustedUntil);
    loop.wake();
  }

  /** Removes a session of this process that has left. */
  void remove(long sessionId) {
    own.remove(sessionId);
  }

  private void checkNow() {
    checkAt.set(new Deadline(clock.nanos()));
    loop.wake();
  }

  private PassResult pass() {
    Duration left = untilCheck();
    if (left.isPositive()) {
      return PassResult.waitFor(left);
    }
    if (!releaseEnded().ended().isEmpty()) {
      return PassResult.again();
    }
    int delay = ThreadLocalRandom.current().nextInt(LEAST_DELAY_MILLIS, MOST_DELAY_MILLIS);
    return PassResult.waitFor(untilCheck().plusMillis(delay));
  }

  /**
   * Returns the time until the next query: until then, no lease can expire that this process would
   * not notice.
   */
  private Duration untilCheck() {
    long now = clock.nanos();
    long left = checkAt.get().nanos() - now;
    for (Supplier<Deadline> trustedUntil : own.values()) {
      left = Math.min(left, trustedUntil.get().nanos() - now);
    }
    return Duration.ofNanos(Math.max(left, 0));
  }

  private Next releaseEnded() {
    long start = clock.nanos();
    // Set before the query, so that an announcement during the query causes another query.
    checkAt.set(Deadline.after(start, longest));
    // A session that was not renewed in time is treated like the sessions of other processes: its
    // row decides.
    own.values().removeIf(trustedUntil -> trustedUntil.get().isPast(clock));
    Next next = database.read(this::read);
    if (!next.ended().isEmpty()) {
      releasing.incrementAndGet();
      try {
        next.ended().forEach(this::releaseIfDead);
        releases.incrementAndGet();
      } finally {
        releasing.decrementAndGet();
      }
    }
    // Keeps the earlier time of an announcement that arrives now.
    Deadline soonest = Deadline.after(start, Duration.ofMillis(next.millis()));
    checkAt.accumulateAndGet(soonest, (a, b) -> a.nanos() - b.nanos() <= 0 ? a : b);
    // Set only after the query: a session that finds no jobs while the query runs must query by
    // itself, because this query may have started too early for it.
    checkAgainAt = Deadline.after(start, Duration.ofMillis(Math.min(next.millis(), FRESH_MILLIS)));
    return next;
  }

  /** Returns how often this process has released the jobs of dead board sessions. */
  long releases() {
    return releases.get();
  }

  /**
   * Whether this process has released jobs of dead board sessions since {@link #releases} returned
   * the given number, or is releasing jobs now.
   */
  boolean hasReleasedSince(long releasesBefore) {
    return releasing.get() > 0 || releases.get() != releasesBefore;
  }

  /**
   * Queries for expired leases, unless this process has queried a moment ago. Called by a session
   * that found no jobs: another process may have a lease that is shorter than this process knew.
   */
  void checkAgain() {
    if (checkAgainAt.isPast(clock)) {
      releaseEnded();
    }
  }

  private Next read(DSLContext sql) {
    List<Long> ended = new ArrayList<>();
    long soonest = longest.toMillis();
    var left = LEASE_UNTIL.minus(database.now());
    for (var row : sql.select(SESSION_ID, left, DEAD).from(SESSION).fetch()) {
      if (row.value3() != 0 || row.value2() <= 0) {
        ended.add(row.value1());
      } else if (!isOwn(row.value1())) {
        soonest = Math.min(soonest, row.value2());
      }
    }
    return new Next(ended, soonest);
  }

  private boolean isOwn(long sessionId) {
    Supplier<Deadline> trustedUntil = own.get(sessionId);
    return trustedUntil != null && !trustedUntil.get().isPast(clock);
  }

  private long releaseIfDead(long sessionId) {
    if (!database.writeStatement(sql -> leases.expire(sql, sessionId))) {
      return 0;
    }
    long jobs = release.run(sessionId, ClaimEnd.LEASE_LOST);
    LOG.info(
        "lease of a board session expired; its jobs are on the board again: session={} jobs={}",
        sessionId,
        jobs);
    return jobs;
  }

  /**
   * Releases all dead sessions now and returns the number of jobs that were put on the board again.
   */
  long releaseNow() {
    Next next = database.read(this::read);
    return next.ended().stream().mapToLong(this::releaseIfDead).sum();
  }

  /**
   * Releases the sessions in a database that no other process can have open. All of them are dead,
   * except sessions of remote executors, which may rejoin.
   */
  void releaseAll() {
    List<Long> sessionIds =
        database.read(sql ->
            sql.select(SESSION_ID).from(SESSION).where(SESSION_KEY.isNull()).fetch(SESSION_ID));
    for (long sessionId : sessionIds) {
      database.writeStatement(sql -> leases.leave(sql, sessionId));
      release.run(sessionId, ClaimEnd.LEASE_LOST);
    }
  }
}
