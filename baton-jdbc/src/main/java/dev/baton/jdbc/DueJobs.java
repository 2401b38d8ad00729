// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.*;

import dev.baton.service.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Makes waiting jobs ready when they are due. The time of the next due job is cached, so that the
 * database is not polled without need. Jobs that other processes post are noticed when these
 * processes announce them, or when the cached time is too old.
 */
final class DueJobs {

  private static final int BATCH = 1000;
  private static final Duration MAX_AHEAD = Duration.ofDays(365);
  private static final long AGREED_MILLIS = 100;

  private final Database database;
  private final Clock clock;
  private final ChangeNotifier changeNotifier;
  private final Duration maxAge;

  /**
   * The cached time of the next due job.
   *
   * @param readNanos when the time was read from the database, by the monotonic clock
   * @param dueNanos when the next job is due, by the monotonic clock; null if no job waits
   * @param due when the next job is due, by the database's clock; null if no job waits
   * @param offset milliseconds to add to a time of the database's clock to get a time of this
   *     process's wall clock
   */
  private record Known(long readNanos, @Nullable Long dueNanos, @Nullable Long due, long offset) {}

  // Null if the time must be read again. Written and read by any thread.
  private volatile @Nullable Known known;

  DueJobs(Database database, ChangeNotifier changeNotifier, Duration maxAge) {
    this.database = database;
    this.clock = database.clock();
    this.changeNotifier = changeNotifier;
    this.maxAge = maxAge;
  }

  /** Reports that a job of this process becomes due at the given time of the database's clock. */
  void expect(long due) {
    Known before = known;
    if (before != null && (before.due() == null || due < before.due())) {
      known = null;
    }
  }

  /** Discards the cached time, because other processes may have posted jobs. */
  void remove() {
    known = null;
  }

  /**
   * When the next job is due, by the wall clock of this process; null if no job waits or a job is
   * due already.
   */
  @Nullable Instant next() {
    Known now = current();
    return now.due() == null || isDue(now) ? null : Instant.ofEpochMilli(now.due() + now.offset());
  }

  private Known current() {
    Known before = known;
    if (before != null && clock.nanos() - before.readNanos() < maxAge.toNanos()) {
      return before;
    }
    Known fresh = database.read(this::read);
    known = fresh;
    return fresh;
  }

  private Known read(DSLContext sql) {
    long nanos = clock.nanos();
    var nextDue =
        DSL.field(
            DSL.select(DUE)
                .from(ACTIVE)
                .where(PHASE.eq(DSL.inline(WAITING)))
                .orderBy(PHASE, DUE)
                .limit(DSL.inline(1)));
    var row = sql.select(database.now(), nextDue).fetchSingle();
    long now = row.value1();
    Long due = row.value2();
    Long dueNanos = due == null ? null : nanos + nanosUntil(due - now);
    long offset = clock.now().toEpochMilli() - now;
    // A small difference is only the duration of the query, so the clocks agree.
    return new Known(nanos, dueNanos, due, Math.abs(offset) < AGREED_MILLIS ? 0 : offset);
  }

  /**
   * Converts to nanoseconds, and limits the result, because a time that is centuries ahead would
   * overflow. The limit does no harm: the due time is read again long before it.
   */
  private static long nanosUntil(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(Math.min(millis, MAX_AHEAD.toMillis()));
  }

  /** Makes due jobs ready to be claimed. Does not query the database while no job is due. */
  void promote() {
    while (isDue(current())) {
      int promoted = database.write(this::promote);
      known = null;
      if (promoted > 0) {
        changeNotifier.notifyWatchers(Set.of(ChangeNotifier.Kind.POSTING));
      }
      if (promoted < BATCH) {
        return;
      }
    }
  }

  private boolean isDue(Known now) {
    return now.dueNanos() != null && clock.nanos() - now.dueNanos() >= 0;
  }

  private int promote(DSLContext sql) {
    List<Long> seqs =
        sql.select(JOB_SEQ)
            .from(ACTIVE)
            .where(PHASE.eq(DSL.inline(WAITING)))
            .and(DUE.le(database.now()))
            .orderBy(PHASE, DUE)
            .limit(BATCH)
            .forUpdate()
            .skipLocked()
            .fetch(JOB_SEQ);
    if (!seqs.isEmpty()) {
      sql.update(ACTIVE).set(PHASE, READY).where(JOB_SEQ.in(seqs)).execute();
      changeNotifier.announceInTransaction(sql, Set.of(ChangeNotifier.Kind.POSTING));
    }
    return seqs.size();
  }
}
