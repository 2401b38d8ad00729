// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.*;
import static dev.baton.jdbc.Tables.ENDED_CLAIM;
import static dev.baton.jdbc.Tables.LEASE_UNTIL;
import static dev.baton.jdbc.Tables.SESSION;
import static dev.baton.jdbc.Tables.SESSION_ID;
import static dev.baton.jdbc.Tables.UNIQUE_KEYS;

import dev.baton.job.ClaimEnd;
import dev.baton.job.JobState;
import dev.baton.job.LostClaimNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Puts the jobs of a dead board session on the board again. Several threads or processes may
 * release the same session at the same time.
 */
final class ReleaseJobs {

  private static final int BATCH = 500;

  private final Database database;
  private final Leases leases;
  private final ChangeNotifier changeNotifier;

  ReleaseJobs(Database database, Leases leases, ChangeNotifier changeNotifier) {
    this.database = database;
    this.leases = leases;
    this.changeNotifier = changeNotifier;
  }

  private record Released(int seen, int toBoard) {}

  /** Returns the number of jobs that were put on the board again. */
  long run(long sessionId, ClaimEnd end) {
    long count = 0;
    Released released = new Released(BATCH, 0);
    while (released.seen() == BATCH) {
      released = database.write(sql -> releaseSome(sql, sessionId, end));
      count += released.toBoard();
      if (released.toBoard() > 0) {
        changeNotifier.notifyWatchers(
            EnumSet.of(ChangeNotifier.Kind.POSTING, ChangeNotifier.Kind.HISTORY));
      }
    }
    return count;
  }

  private Released releaseSome(DSLContext sql, long sessionId, ClaimEnd end) {
    long now = database.now(sql);
    var rows =
        sql.select(JOB_SEQ, PHASE, ATTEMPT, OWNER)
            .from(ACTIVE)
            .where(HOLDER.eq(sessionId))
            .orderBy(JOB_SEQ)
            .limit(BATCH)
            .forUpdate()
            .fetch();
    Long leaseUntil =
        sql.select(LEASE_UNTIL).from(SESSION).where(SESSION_ID.eq(sessionId)).fetchOne(LEASE_UNTIL);
    List<Long> claimed = new ArrayList<>();
    List<Long> posted = new ArrayList<>();
    JobEventRows jobEventRows = new JobEventRows();
    for (var row : rows) {
      if (row.value2() != null && row.value2() == CLAIMED) {
        claimed.add(row.value1());
        jobEventRows.add(
            row.value1(),
            end.event(),
            JobState.RUNNING,
            row.value3(),
            row.value4(),
            end == ClaimEnd.LEASE_LOST ? note(row.value4(), leaseUntil, now) : null);
      } else {
        posted.add(row.value1());
      }
    }
    toBoard(sql, claimed, end, now);
    releaseJobs(sql, posted);
    jobEventRows.insert(sql, now);
    if (!claimed.isEmpty()) {
      changeNotifier.announceInTransaction(
          sql, EnumSet.of(ChangeNotifier.Kind.POSTING, ChangeNotifier.Kind.HISTORY));
    }
    if (rows.size() < BATCH) {
      forgetEndedClaims(sql, HOLDER.eq(sessionId));
      leases.remove(sql, sessionId);
    }
    return new Released(rows.size(), claimed.size() + posted.size());
  }

  /** A session may end before its lease, for example because a new process has its database. */
  private static String note(@Nullable String owner, @Nullable Long leaseUntil, long now) {
    return leaseUntil == null || leaseUntil > now
        ? LostClaimNote.sessionEnded(owner)
        : LostClaimNote.leaseExpired(owner, Instant.ofEpochMilli(leaseUntil));
  }

  /**
   * Returns claimed jobs to the board. The token grows, so that no later write of the old holder is
   * carried out.
   */
  private static void toBoard(DSLContext sql, List<Long> seqs, ClaimEnd end, long now) {
    if (!seqs.isEmpty()) {
      sql.update(ACTIVE)
          .set(PHASE, READY)
          .setNull(HOLDER)
          .set(TOKEN, TOKEN.plus(1))
          .set(TAKEOVERS, takeovers(end))
          .set(UPDATED, now)
          .set(REVISION, REVISION.plus(1))
          .where(JOB_SEQ.in(seqs))
          .execute();
    }
  }

  /** Does in SQL the same as {@link dev.baton.job.JobTransitionEffects#takeovers}. */
  static Field<Integer> takeovers(ClaimEnd end) {
    return switch (end) {
      case ABANDONED -> DSL.inline(0);
      case ABANDONED_UNSTARTED, BOARD_LEFT -> TAKEOVERS;
      case LEASE_LOST -> TAKEOVERS.plus(1);
    };
  }

  /** Puts the jobs of an external board that is not used any more on the board of the database. */
  private static void releaseJobs(DSLContext sql, List<Long> seqs) {
    if (!seqs.isEmpty()) {
      sql.update(ACTIVE).set(PHASE, READY).setNull(HOLDER).where(JOB_SEQ.in(seqs)).execute();
    }
  }

  /**
   * Deletes claims of jobs that others have ended, and frees the unique keys of these jobs. Returns
   * the number of claims.
   */
  static int forgetEndedClaims(DSLContext sql, Condition claims) {
    List<Long> seqs =
        sql.select(JOB_SEQ).from(ENDED_CLAIM).where(claims).forUpdate().fetch(JOB_SEQ);
    if (!seqs.isEmpty()) {
      sql.deleteFrom(UNIQUE_KEYS).where(JOB_SEQ.in(seqs)).execute();
      sql.deleteFrom(ENDED_CLAIM).where(JOB_SEQ.in(seqs)).execute();
    }
    return seqs.size();
  }
}
