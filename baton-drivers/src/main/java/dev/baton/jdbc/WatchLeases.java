// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.CLAIMER;
import static dev.baton.jdbc.Tables.CLAIMER_ID;
import static dev.baton.jdbc.Tables.DEAD;
import static dev.baton.jdbc.Tables.LEASE_UNTIL;
import static dev.baton.jdbc.Tables.STAY;

import dev.baton.job.JobEvent;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks when the next lease ends, sleeps until then, and releases what the dead held. A lease that
 * is renewed in time moves its end on, so this asks about once in two thirds of a lease.
 */
final class WatchLeases implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(WatchLeases.class);
  // Another process may join with a lease that ends before those that are known now.
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final long FRESH_MILLIS = 500;
  // Not all processes at the same moment; one of them does the work. A claimer that looks for work
  // does not wait so long.
  private static final int LEAST_DELAY_MILLIS = 200;
  private static final int MOST_DELAY_MILLIS = 600;

  private final Database database;
  private final Clock clock;
  private final Leases leases;
  private final ReleaseJobs release;
  private final PollLoop loop;
  // Written and read by any thread.
  private volatile Deadline lookAgainAt;
  private final AtomicLong looks = new AtomicLong();

  WatchLeases(Database database, Leases leases, ReleaseJobs release) {
    this.database = database;
    this.clock = database.clock();
    this.lookAgainAt = new Deadline(clock.nanos());
    this.leases = leases;
    this.release = release;
    this.loop = PollLoop.of("jdbc-leases", this::pass);
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

  /** There is a new claimer. */
  void wake() {
    loop.wake();
  }

  private PassResult pass() {
    Next next = releaseEnded();
    if (!next.ended().isEmpty()) {
      return PassResult.again();
    }
    int delay = ThreadLocalRandom.current().nextInt(LEAST_DELAY_MILLIS, MOST_DELAY_MILLIS);
    return PassResult.waitFor(Duration.ofMillis(next.millis() + delay));
  }

  private Next releaseEnded() {
    long start = clock.nanos();
    Next next = database.read(sql -> read(database.now(sql), sql));
    next.ended().forEach(this::releaseIfDead);
    // Only now: until then, a claimer that finds nothing has to look for itself.
    lookAgainAt = Deadline.after(start, Duration.ofMillis(Math.min(next.millis(), FRESH_MILLIS)));
    looks.incrementAndGet();
    return next;
  }

  /** How often it was looked for ended leases, and what they held was released. */
  long looks() {
    return looks.get();
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

  private static Next read(long now, DSLContext sql) {
    List<Long> ended = new ArrayList<>();
    long soonest = LONGEST.toMillis();
    for (var row : sql.select(CLAIMER_ID, LEASE_UNTIL, DEAD).from(CLAIMER).fetch()) {
      long left = row.value3() != 0 ? 0 : row.value2() - now;
      if (left <= 0) {
        ended.add(row.value1());
      } else {
        soonest = Math.min(soonest, left);
      }
    }
    return new Next(ended, soonest);
  }

  private long releaseIfDead(long claimer) {
    if (!database.write(sql -> leases.expire(sql, claimer))) {
      return 0;
    }
    long jobs = release.run(claimer, JobEvent.Kind.LOST);
    LOG.info("claimer={} lost its lease, jobs={} go back to the board", claimer, jobs);
    return jobs;
  }

  /** All that is to be done now; answers how many jobs are back on the board. */
  long releaseNow() {
    Next next = database.read(sql -> read(database.now(sql), sql));
    return next.ended().stream().mapToLong(this::releaseIfDead).sum();
  }

  /**
   * For a database that no other process can have open: whoever was there is dead, save those who
   * were served for others and may come back.
   */
  void releaseAll() {
    List<Long> claimers =
        database.read(
            sql -> sql.select(CLAIMER_ID).from(CLAIMER).where(STAY.isNull()).fetch(CLAIMER_ID));
    for (long claimer : claimers) {
      database.write(sql -> leases.leave(sql, claimer));
      release.run(claimer, JobEvent.Kind.LOST);
    }
  }
}
