// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.job.ClaimEnd;
import dev.baton.job.JobState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Puts the jobs of a dead board session on the board again. Several threads or processes may
 * release the same session at the same time.
 */
final class ReleaseJobs {

  private static final int BATCH = 500;
  private static final List<String> FINAL =
      Stream.of(JobState.values()).filter(JobState::isFinal).map(JobState::name).toList();

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
        sql.select(SEQ, PHASE, ATTEMPT, OWNER)
            .from(JOB)
            .where(HOLDER.eq(sessionId))
            .orderBy(SEQ)
            .limit(BATCH)
            .forUpdate()
            .fetch();
    List<Long> claimed = new ArrayList<>();
    List<Long> others = new ArrayList<>();
    List<Long> posted = new ArrayList<>();
    JobEventRows jobEventRows = new JobEventRows();
    for (var row : rows) {
      if (row.value2() != null && row.value2() == CLAIMED) {
        claimed.add(row.value1());
        jobEventRows.add(
            new JobEventRows.Event(
                row.value1(), end.event(), JobState.RUNNING, row.value3(), row.value4(), null));
      } else if (row.value2() != null && row.value2() == POSTED) {
        posted.add(row.value1());
      } else {
        others.add(row.value1());
      }
    }
    toBoard(sql, claimed, end, now);
    forget(sql, others);
    releaseJobs(sql, posted);
    jobEventRows.insert(sql, now);
    if (!claimed.isEmpty()) {
      changeNotifier.announceInTransaction(
          sql, EnumSet.of(ChangeNotifier.Kind.POSTING, ChangeNotifier.Kind.HISTORY));
    }
    if (rows.size() < BATCH) {
      leases.remove(sql, sessionId);
    }
    return new Released(rows.size(), claimed.size() + posted.size());
  }

  /**
   * Returns claimed jobs to the board. The token grows, so that no later write of the old holder is
   * carried out.
   */
  private static void toBoard(DSLContext sql, List<Long> seqs, ClaimEnd end, long now) {
    if (!seqs.isEmpty()) {
      sql.update(JOB)
          .set(PHASE, READY)
          .setNull(HOLDER)
          .set(TOKEN, TOKEN.plus(1))
          .set(TAKEOVERS, takeovers(end))
          .set(UPDATED, now)
          .set(REVISION, REVISION.plus(1))
          .where(SEQ.in(seqs))
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
      sql.update(JOB).set(PHASE, READY).setNull(HOLDER).where(SEQ.in(seqs)).execute();
    }
  }

  private static void forget(DSLContext sql, List<Long> seqs) {
    if (!seqs.isEmpty()) {
      sql.update(JOB)
          .setNull(HOLDER)
          .set(ACTIVE_KEY, keyUnlessFinal())
          .where(SEQ.in(seqs))
          .execute();
    }
  }

  /**
   * Returns the value of the column {@code active_key} for a job that no executor holds any more:
   * null if the job is final, so that the unique key is free.
   */
  static Field<String> keyUnlessFinal() {
    return DSL.when(STATE.in(FINAL), DSL.castNull(SQLDataType.VARCHAR)).otherwise(ACTIVE_KEY);
  }
}
