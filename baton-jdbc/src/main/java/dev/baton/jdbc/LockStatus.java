// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.CLAIMED;
import static dev.baton.jdbc.StatusTable.FINISHED;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.StatusTable.PHASE;
import static dev.baton.jdbc.StatusTable.TOKEN;

import dev.baton.job.JobId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Locks the status of jobs until the end of the transaction. The row of a job in one of the tables
 * of {@link StatusTable} is the lock of the job. Rows are locked in the order of their numbers, so
 * that processes do not deadlock.
 */
final class LockStatus {

  private LockStatus() {}

  /** A locked job. */
  record Locked(long seq, long token) {}

  /** Locks the jobs that are claimed now. */
  static Map<JobId, Locked> claimed(DSLContext sql, Set<JobId> jobs) {
    return lock(sql, jobs, ACTIVE, PHASE.eq(CLAIMED));
  }

  /** Locks the jobs, whatever their state is. */
  static Map<JobId, Locked> all(DSLContext sql, Set<JobId> jobs) {
    Map<JobId, Locked> locked = lock(sql, jobs, ACTIVE, DSL.noCondition());
    if (locked.size() < jobs.size()) {
      Set<JobId> others =
          jobs.stream().filter(job -> !locked.containsKey(job)).collect(Collectors.toSet());
      locked.putAll(lock(sql, others, FINISHED, DSL.noCondition()));
    }
    return locked;
  }

  private static Map<JobId, Locked> lock(
      DSLContext sql, Set<JobId> jobs, Table<Record> table, Condition condition) {
    Set<String> ids = jobs.stream().map(JobId::uuid).collect(Collectors.toSet());
    Map<Long, String> names = sql.select(SEQ, ID).from(JOB).where(ID.in(ids)).fetchMap(SEQ, ID);
    Map<JobId, Locked> locked = new HashMap<>();
    if (!names.isEmpty()) {
      sql.select(JOB_SEQ, TOKEN)
          .from(table)
          .where(JOB_SEQ.in(new TreeSet<>(names.keySet())))
          .and(condition)
          .orderBy(JOB_SEQ)
          .forUpdate()
          .forEach(row ->
              locked.put(
                  new JobId(Objects.requireNonNull(names.get(row.value1()))),
                  new Locked(row.value1(), row.value2())));
    }
    return locked;
  }

  /**
   * Locks jobs by their row numbers, whatever their state is. Jobs that were deleted are left out.
   */
  static Set<Long> rows(DSLContext sql, Collection<Long> seqs) {
    Set<Long> locked = new TreeSet<>();
    for (Table<Record> table : List.of(ACTIVE, FINISHED)) {
      locked.addAll(
          sql.select(JOB_SEQ)
              .from(table)
              .where(JOB_SEQ.in(seqs))
              .orderBy(JOB_SEQ)
              .forUpdate()
              .fetch(JOB_SEQ));
    }
    return locked;
  }
}
