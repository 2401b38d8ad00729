// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.JOB_LOG;
import static dev.baton.jdbc.Tables.JOB_SEQ;

import dev.baton.job.JobId;
import dev.baton.job.JobTransitionEffects;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Removes jobs with all their events, log lines, flows and list values. */
final class DeleteJobRows {

  private static final int BATCH = 1000;

  /**
   * Matches jobs whose unique key is still kept by the executor that claimed them, because the
   * executor runs the job or has not noticed its end yet.
   */
  private static final Condition KEEPS_KEY =
      ACTIVE_KEY
          .isNotNull()
          .and(HOLDER.isNotNull())
          .and(PHASE.isNull().or(PHASE.eq(DSL.inline(CLAIMED))));

  private final Database database;
  private final ChangeNotifier changeNotifier;

  DeleteJobRows(Database database, ChangeNotifier changeNotifier) {
    this.database = database;
    this.changeNotifier = changeNotifier;
  }

  private record Deleted(int count, long last, boolean held) {}

  /**
   * Removes one job; returns false if the job does not exist.
   *
   * @throws dev.baton.error.ConflictException if an executor keeps the unique key of the job
   */
  boolean one(JobId id) {
    Deleted deleted =
        database.write(sql -> {
          Condition only = ID.eq(id.uuid());
          // The lock prevents changes of the row before the commit.
          sql.select(SEQ).from(JOB).where(only).forUpdate().fetch();
          var keeper =
              sql.select(ACTIVE_KEY, OWNER).from(JOB).where(only).and(KEEPS_KEY).fetchOne();
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
    Deleted deleted = new Deleted(BATCH, 0, false);
    while (deleted.count() == BATCH) {
      long after = deleted.last();
      deleted = database.write(sql -> deleteSome(sql, condition, after));
      count += deleted.count();
      notifyOfDeletion(deleted);
    }
    return count;
  }

  private Deleted deleteSome(DSLContext sql, Condition condition, long after) {
    // Because of the lock, the database tests a job that changes concurrently again, with its new
    // values.
    var rows =
        sql.select(SEQ, HOLDER)
            .from(JOB)
            .where(SEQ.gt(after))
            .and(condition)
            .andNot(KEEPS_KEY)
            .orderBy(SEQ)
            .limit(BATCH)
            .forUpdate()
            .fetch();
    if (rows.isEmpty()) {
      return new Deleted(0, after, false);
    }
    List<Long> seqs = rows.getValues(SEQ);
    ListValues.delete(sql, seqs);
    JdbcLogbookStore.deleteAll(sql, seqs);
    sql.deleteFrom(JOB_EVENT).where(JOB_SEQ.in(seqs)).execute();
    sql.deleteFrom(JOB_LOG).where(JOB_SEQ.in(seqs)).execute();
    sql.deleteFrom(JOB).where(SEQ.in(seqs)).execute();
    boolean held = rows.stream().anyMatch(row -> row.value2() != null);
    if (held) {
      changeNotifier.announceInTransaction(sql, Set.of(ChangeNotifier.Kind.ENDING));
    }
    return new Deleted(seqs.size(), seqs.getLast(), held);
  }
}
