// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.JOB_SEQ;
import static dev.baton.jdbc.Tables.KIND;
import static dev.baton.jdbc.Tables.NOTE;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.Watch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** What happened to jobs. */
final class JdbcJobHistory implements JobHistory {

  private static final List<Field<?>> COLUMNS =
      List.of(
          NUMBER, JOB_SEQ, AT_TIME, KIND, JobTable.STATE, JobTable.ATTEMPT, JobTable.OWNER, NOTE);

  private final Database database;
  private final Signals signals;

  JdbcJobHistory(Database database, Signals signals) {
    this.database = database;
    this.signals = signals;
  }

  @Override
  public List<JobEvent> of(JobId job) {
    return database.read(sql ->
        sql.select(COLUMNS)
            .from(JOB_EVENT)
            .where(JOB_SEQ.eq(DSL.field(DSL.select(SEQ).from(JOB).where(ID.eq(job.uuid())))))
            .orderBy(NUMBER)
            .fetch(row -> event(row, job)));
  }

  @Override
  public List<JobEvent> after(long number, int limit) {
    return database.read(sql -> {
      var rows =
          sql.select(COLUMNS)
              .from(JOB_EVENT)
              .where(NUMBER.gt(number))
              .orderBy(NUMBER)
              .limit(limit)
              .fetch();
      Map<Long, JobId> ids = ids(sql, rows.intoSet(JOB_SEQ));
      return rows.stream()
          // Of a job that was deleted just now.
          .filter(row -> ids.containsKey(row.get(JOB_SEQ)))
          .map(row -> event(row, Objects.requireNonNull(ids.get(row.get(JOB_SEQ)))))
          .collect(Collectors.toList());
    });
  }

  private static Map<Long, JobId> ids(DSLContext sql, Set<Long> jobSeqs) {
    Map<Long, JobId> ids = new HashMap<>();
    if (!jobSeqs.isEmpty()) {
      sql.select(SEQ, ID)
          .from(JOB)
          .where(SEQ.in(jobSeqs))
          .forEach(row -> ids.put(row.value1(), new JobId(row.value2())));
    }
    return ids;
  }

  @Override
  public long latest() {
    return database.read(sql ->
        sql.select(DSL.coalesce(DSL.max(NUMBER), 0L)).from(JOB_EVENT).fetchSingle().value1());
  }

  @Override
  public Watch watch(Runnable onChange) {
    return signals.watch(Signals.Kind.HISTORY, onChange);
  }

  private static JobEvent event(Record row, JobId job) {
    return new JobEvent(
        row.get(NUMBER),
        job,
        Instant.ofEpochMilli(row.get(AT_TIME)),
        JobEvent.Kind.valueOf(row.get(KIND)),
        JobState.valueOf(row.get(JobTable.STATE)),
        row.get(JobTable.ATTEMPT),
        row.get(JobTable.OWNER),
        row.get(NOTE));
  }
}
