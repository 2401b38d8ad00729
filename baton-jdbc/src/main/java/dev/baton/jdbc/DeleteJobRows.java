// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.JOBS;
import static dev.baton.jdbc.JobTable.OWNER;
import static dev.baton.jdbc.JobTable.PHASE;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.JobTable.UNIQUE_KEY;
import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.FINISHED;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.Tables.ENDED_CLAIM;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.JOB_LOG;
import static dev.baton.jdbc.Tables.UNIQUE_KEYS;

import dev.baton.job.JobId;
import dev.baton.job.JobTransitionEffects;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Removes jobs with all their events, log lines, flows and list values. */
final class DeleteJobRows {

  private static final int BATCH = 1000;

  /**
   * Matches jobs whose unique key is still kept by the executor that claimed them, because the
   * executor runs the job or has not noticed its end yet.
   */
  private static final Condition KEEPS_KEY =
      SEQ.in(DSL.select(JOB_SEQ).from(UNIQUE_KEYS))
          .and(
              PHASE
                  .isNotNull()
                  .and(PHASE.eq(DSL.inline(StatusTable.CLAIMED)))
                  .or(SEQ.in(DSL.select(JOB_SEQ).from(ENDED_CLAIM))));

  private final Database database;
  private final ChangeNotifier changeNotifier;

  DeleteJobRows(Database database, ChangeNotifier changeNotifier) {
    this.database = database;
    this.changeNotifier = changeNotifier;
  }

  private record Deleted(int count, boolean more, long last, boolean held) {}

  /**
   * Removes one job; returns false if the job does not exist.
   *
   * @throws dev.baton.error.ConflictException if an executor keeps the unique key of the job
   */
  boolean one(JobId id) {
    Deleted deleted =
        database.write(sql -> {
          Condition only = ID.eq(id.uuid());
          LockStatus.all(sql, Set.of(id));
          var keeper =
              sql.select(UNIQUE_KEY, OWNER).from(JOBS).where(only).and(KEEPS_KEY).fetchOne();
          if (keeper != null) {
            throw JobTransitionEffects.uniqueKeyHeldException(id, keeper.value1(), keeper.value2());
          }
          return deleteSome(sql, only, 0);
        });
    notifyOfDeletion(deleted);
    return deleted.count() > 0;
  }

  private void notifyOfDeletion(Deleted deleted) {
    if (deleted.held()) {
      changeNotifier.notifyWatchers(Set.of(ChangeNotifier.Kind.ENDING));
    }
  }

  /**
   * Removes the jobs that match, a bounded number in each transaction. Keeps jobs that still hold
   * their unique key because an executor has not yet ended its work on them.
   */
  long run(Condition condition) {
    long count = 0;
    Deleted deleted = new Deleted(0, true, 0, false);
    while (deleted.more()) {
      long after = deleted.last();
      deleted = database.write(sql -> deleteSome(sql, condition, after));
      count += deleted.count();
      notifyOfDeletion(deleted);
    }
    return count;
  }

  private Deleted deleteSome(DSLContext sql, Condition condition, long after) {
    List<Long> found =
        sql.select(SEQ)
            .from(JOBS)
            .where(SEQ.gt(after))
            .and(condition)
            .andNot(KEEPS_KEY)
            .orderBy(SEQ)
            .limit(BATCH)
            .fetch(SEQ);
    if (found.isEmpty()) {
      return new Deleted(0, false, after, false);
    }
    Set<Long> locked = LockStatus.rows(sql, found);
    // A job may have changed before it was locked, so the condition is tested again.
    List<Long> seqs =
        sql.select(SEQ)
            .from(JOBS)
            .where(SEQ.in(locked))
            .and(condition)
            .andNot(KEEPS_KEY)
            .fetch(SEQ);
    int ended = sql.deleteFrom(ENDED_CLAIM).where(JOB_SEQ.in(seqs)).execute();
    boolean held =
        ended > 0 || sql.fetchExists(ACTIVE, JOB_SEQ.in(seqs).and(StatusTable.HOLDER.isNotNull()));
    ListValues.delete(sql, seqs);
    JdbcLogbookStore.deleteAll(sql, seqs);
    for (Table<Record> table : List.of(JOB_EVENT, JOB_LOG, UNIQUE_KEYS, ACTIVE, FINISHED)) {
      sql.deleteFrom(table).where(JOB_SEQ.in(seqs)).execute();
    }
    sql.deleteFrom(JOB).where(SEQ.in(seqs)).execute();
    if (held) {
      changeNotifier.announceInTransaction(sql, Set.of(ChangeNotifier.Kind.ENDING));
    }
    return new Deleted(seqs.size(), found.size() == BATCH, found.getLast(), held);
  }
}
