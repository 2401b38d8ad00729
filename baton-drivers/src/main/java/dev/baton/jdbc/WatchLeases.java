// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.CLAIMER;
import static dev.baton.jdbc.Tables.CLAIMER_ID;
import static dev.baton.jdbc.Tables.DEAD;
import static dev.baton.jdbc.Tables.LEASE_UNTIL;
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
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks when the next lease ends, sleeps until then, and releases what the dead held. Of its own
 * leases a process knows without asking that they were renewed, so that one that is alone asks
 * hardly ever; of a lease of another process it asks about once in two thirds of it.
 */
final class WatchLeases implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(WatchLeases.class);
  private static final long FRESH_MILLIS = 500;
  // Not all processes at the same moment; one of them does the work. A claimer that looks for work
  // does not wait so long.
  private static final int LEAST_DELAY_MILLIS = 200;
  private static final int MOST_DELAY_MILLIS = 600;

  private final Database database;
  private final Clock clock;
  private final Leases leases;
  private final ReleaseJobs release;
  // Another process may join with a lease that ends before those that are known now.
  private final Duration longest;
  private final PollLoop loop;
  // The stays of this process, and until when each can be trusted.
  private final Map<Long, Supplier<Deadline>> own = new ConcurrentHashMap<>();
  // Written and read by any thread.
  private volatile Deadline lookAt;
  private volatile Deadline lookAgainAt;
  private final AtomicInteger releasing = new AtomicInteger();
  private final AtomicLong releases = new AtomicLong();

  /**
   * @param longest after how long to look even if no lease ends: short where joins of other
   *     processes are not signalled
   */
  WatchLeases(
      Database database,
      Leases leases,
      ReleaseJobs release,
      ChangeNotifier changeNotifier,
      Duration longest) {
    this.database = database;
    this.clock = database.clock();
    this.lookAt = new Deadline(clock.nanos());
    this.lookAgainAt = lookAt;
    this.leases = leases;
    this.release = release;
    this.longest = longest;
    this.loop = PollLoop.of("jdbc-leases", this::pass);
    changeNotifier.watch(ChangeNotifier.Kind.JOINING, this::lookNow);
  }

  private record Next(List<Long> ended, long millis) {}

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  /** There is a new claimer in this process. */
  void add(long claimer, Supplier<Deadline> trustedUntil) {
    own.put(claimer, trustedUntil);
    loop.wake();
  }

  /** A claimer of this process has left. */
  void remove(long claimer) {
    own.remove(claimer);
  }

  private void lookNow() {
    lookAt = new Deadline(clock.nanos());
    loop.wake();
  }

  private PassResult pass() {
    Duration left = untilLook();
    if (left.isPositive()) {
      return PassResult.waitFor(left);
    }
    if (!releaseEnded().ended().isEmpty()) {
      return PassResult.again();
    }
    int delay = ThreadLocalRandom.current().nextInt(LEAST_DELAY_MILLIS, MOST_DELAY_MILLIS);
    return PassResult.waitFor(untilLook().plusMillis(delay));
  }

  /** How long no lease can end without this process knowing it. */
  private Duration untilLook() {
    long now = clock.nanos();
    long left = lookAt.nanos() - now;
    for (Supplier<Deadline> trustedUntil : own.values()) {
      left = Math.min(left, trustedUntil.get().nanos() - now);
    }
    return Duration.ofNanos(Math.max(left, 0));
  }

  private Next releaseEnded() {
    long start = clock.nanos();
    // Before it looks: a signal that comes meanwhile makes it look again.
    lookAt = Deadline.after(start, longest);
    // What was not renewed in time is the database's to judge from now on.
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
    lookSooner(Deadline.after(start, Duration.ofMillis(next.millis())));
    // Only now: until then, a claimer that finds nothing has to look for itself.
    lookAgainAt = Deadline.after(start, Duration.ofMillis(Math.min(next.millis(), FRESH_MILLIS)));
    return next;
  }

  private void lookSooner(Deadline deadline) {
    if (deadline.nanos() - lookAt.nanos() < 0) {
      lookAt = deadline;
    }
  }

  /** How often something was released here. */
  long releases() {
    return releases.get();
  }

  /** Whether something was released since, or is being released now. */
  boolean hasReleasedSince(long releasesBefore) {
    return releasing.get() > 0 || releases.get() != releasesBefore;
  }

  /**
   * For a claimer that found nothing: looks whether a lease ended, unless that was looked at just
   * now. Other processes may have leases that are shorter than this one knew.
   */
  void lookAgain() {
    if (lookAgainAt.isPast(clock)) {
      releaseEnded();
    }
  }

  private Next read(DSLContext sql) {
    List<Long> ended = new ArrayList<>();
    long soonest = longest.toMillis();
    var left = LEASE_UNTIL.minus(database.now());
    for (var row : sql.select(CLAIMER_ID, left, DEAD).from(CLAIMER).fetch()) {
      if (row.value3() != 0 || row.value2() <= 0) {
        ended.add(row.value1());
      } else if (!isOwn(row.value1())) {
        soonest = Math.min(soonest, row.value2());
      }
    }
    return new Next(ended, soonest);
  }

  private boolean isOwn(long claimer) {
    Supplier<Deadline> trustedUntil = own.get(claimer);
    return trustedUntil != null && !trustedUntil.get().isPast(clock);
  }

  private long releaseIfDead(long claimer) {
    if (!database.writeOne(sql -> leases.expire(sql, claimer))) {
      return 0;
    }
    long jobs = release.run(claimer, ClaimEnd.LEASE_LOST);
    LOG.info("claimer={} lost its lease, jobs={} go back to the board", claimer, jobs);
    return jobs;
  }

  /** All that is to be done now; answers how many jobs are back on the board. */
  long releaseNow() {
    Next next = database.read(this::read);
    return next.ended().stream().mapToLong(this::releaseIfDead).sum();
  }

  /**
   * For a database that no other process can have open: whoever was there is dead, save those who
   * were served for others and may come back.
   */
  void releaseAll() {
    List<Long> claimers =
        database.read(sql ->
            sql.select(CLAIMER_ID).from(CLAIMER).where(SESSION_KEY.isNull()).fetch(CLAIMER_ID));
    for (long claimer : claimers) {
      database.writeOne(sql -> leases.leave(sql, claimer));
      release.run(claimer, ClaimEnd.LEASE_LOST);
    }
  }
}
