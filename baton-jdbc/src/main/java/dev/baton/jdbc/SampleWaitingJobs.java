// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACL_ID;
import static dev.baton.jdbc.JobTable.ACTION;
import static dev.baton.jdbc.JobTable.CREATED;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.NOT_BEFORE;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatisticsTables.*;

import dev.baton.job.JobState;
import dev.baton.statistics.CountEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Counts the waiting jobs of each action, among the oldest active jobs. */
final class SampleWaitingJobs {

  private static final String OLDEST_JOBS = "oldest_jobs";
  private static final Field<Long> OLDEST_SEQ =
      DSL.field(DSL.name(OLDEST_JOBS, StatusTable.JOB_SEQ.getName()), Long.class);

  private SampleWaitingJobs() {}

  /**
   * Stores a sample for the current minute.
   *
   * @param now the time of the database, in milliseconds since 1970
   * @param limit the maximum number of waiting jobs to read
   */
  static void run(DSLContext sql, long now, int limit) {
    long minute = CountEvents.minute(Instant.ofEpochMilli(now));
    var oldest =
        DSL.select(StatusTable.JOB_SEQ)
            .from(StatusTable.ACTIVE)
            .where(StatusTable.STATE.eq(DSL.inline(JobState.QUEUED.name())))
            .orderBy(StatusTable.JOB_SEQ)
            .limit(limit)
            .asTable(OLDEST_JOBS);
    var jobs = DSL.count().as("jobs");
    // A job with a delay waits since the delay has ended. The column not-before is read and not the
    // due time on the board, because an edit removes the due time when the delay is over.
    Field<Long> at = DSL.inline(now);
    Field<Long> since =
        DSL.when(NOT_BEFORE.isNull().or(NOT_BEFORE.lt(CREATED)), CREATED)
            .when(NOT_BEFORE.gt(at), at)
            .otherwise(NOT_BEFORE);
    var first = DSL.min(since).as("first_since");
    var found =
        sql.select(ACL_ID, ACTION, jobs, first)
            .from(JOB.join(oldest).on(SEQ.eq(OLDEST_SEQ)))
            .groupBy(ACL_ID, ACTION)
            .fetch();
    long total = 0;
    List<Map<Field<?>, @Nullable Object>> rows = new ArrayList<>();
    for (var row : found) {
      Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
      values.put(AT_MINUTE, minute);
      values.put(ACL_ID, row.value1());
      values.put(ACTION, row.value2());
      values.put(WAITING, (long) row.value3());
      values.put(OLDEST, row.value4());
      rows.add(values);
      total += row.value3();
    }
    new BulkInsert(WAITING_COUNT, rows).execute(sql);
    sql.insertInto(WAITING_SAMPLE, AT_MINUTE, COMPLETE)
        .values(minute, total < limit ? 1 : 0)
        .execute();
  }
}
