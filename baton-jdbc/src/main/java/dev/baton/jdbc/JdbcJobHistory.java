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
import dev.baton.service.UnreadableRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The history of jobs in the table {@code job_event}. */
final class JdbcJobHistory implements JobHistory {

  private static final List<Field<?>> COLUMNS =
      List.of(
          NUMBER, JOB_SEQ, AT_TIME, KIND, JobTable.STATE, JobTable.ATTEMPT, JobTable.OWNER, NOTE);

  private static final Logger LOG = LoggerFactory.getLogger(JdbcJobHistory.class);
  private static final Field<Long> REQUESTED_MILLIS = JobTable.number("asked_millis");
  private static final long YOUNG_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long MOST_UNDER_WAY = 1000;

  private final Database database;
  private final ChangeNotifier changeNotifier;
  private final EventBarrier barrier;
  private final UnreadableRecords unreadable = new UnreadableRecords("table of events");

  JdbcJobHistory(Database database, ChangeNotifier changeNotifier) {
    this.database = database;
    this.barrier = new EventBarrier(database);
    this.changeNotifier = changeNotifier;
  }

  @Override
  public List<JobEvent> of(JobId job) {
    return database.read(sql ->
        sql
            .select(COLUMNS)
            .from(JOB_EVENT)
            .where(JOB_SEQ.eq(DSL.field(DSL.select(SEQ).from(JOB).where(ID.eq(job.uuid())))))
            .orderBy(NUMBER)
            .fetch()
            .stream()
            .flatMap(row -> event(row, job).stream())
            .toList());
  }

  /**
   * Reads more events in place of events that cannot be read, because the callers regard an answer
   * with fewer events than the limit as the end of the history.
   */
  @Override
  public List<JobEvent> after(long number, int limit) {
    List<JobEvent> found = new ArrayList<>();
    long behind = number;
    int wanted = limit;
    while (wanted > 0) {
      List<Record> rows = rowsAfter(behind, wanted);
      found.addAll(events(rows));
      boolean more = rows.size() == wanted;
      behind = more ? rows.getLast().get(NUMBER) : behind;
      wanted = more ? limit - found.size() : 0;
    }
    return found;
  }

  /**
   * Reads events in the order of their numbers. Leaves out an event if an event with a smaller
   * number may still be committed. Otherwise a reader that continues after the largest number would
   * miss that event.
   */
  private List<Record> rowsAfter(long number, int limit) {
    Result<Record> rows = database.read(sql -> rows(sql, number, Long.MAX_VALUE, limit));
    if (beforeGap(rows, number) == rows.size()) {
      return rows;
    }
    long last = rows.getLast().get(NUMBER);
    boolean allEnded = barrier.await(number, last);
    Result<Record> again = database.read(sql -> rows(sql, number, last, limit));
    return allEnded ? again : again.subList(0, beforeGap(again, number));
  }

  private Result<Record> rows(DSLContext sql, long after, long upTo, int limit) {
    return sql.select(COLUMNS)
        .select(database.now().as(REQUESTED_MILLIS))
        .from(JOB_EVENT)
        .where(NUMBER.gt(after))
        .and(NUMBER.le(upTo))
        .orderBy(NUMBER)
        .limit(limit)
        .fetch();
  }

  /**
   * Returns the number of rows before the first gap in the numbers that a running transaction may
   * still fill.
   */
  private static int beforeGap(List<Record> rows, long after) {
    long expected = after + 1;
    int count = 0;
    for (Record row : rows) {
      // A gap before an old event stays: no transaction runs that long, so the event with the
      // missing number was deleted or its transaction was rolled back.
      boolean isYoung = row.get(REQUESTED_MILLIS) - row.get(AT_TIME) < YOUNG_MILLIS;
      if (row.get(NUMBER) > expected && isYoung) {
        return count;
      }
      expected = row.get(NUMBER) + 1;
      count++;
    }
    return count;
  }

  private List<JobEvent> events(List<Record> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Set<Long> seqs = rows.stream().map(row -> row.get(JOB_SEQ)).collect(Collectors.toSet());
    Map<Long, JobId> ids = database.read(sql -> ids(sql, seqs));
    return rows.stream()
        // Omits the events of jobs that were deleted after the events were read.
        .filter(row -> ids.containsKey(row.get(JOB_SEQ)))
        .flatMap(row -> event(row, Objects.requireNonNull(ids.get(row.get(JOB_SEQ)))).stream())
        .toList();
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

  /**
   * Returns the number of the latest event. All events with smaller numbers are visible then,
   * unless their transactions take longer than the barrier waits.
   */
  @Override
  public long latest() {
    long latest =
        database.read(sql ->
            sql.select(DSL.coalesce(DSL.max(NUMBER), 0L)).from(JOB_EVENT).fetchSingle().value1());
    if (!barrier.await(Math.max(0, latest - MOST_UNDER_WAY), latest)) {
      LOG.debug("events with lower numbers may still be committed: event={}", latest);
    }
    return latest;
  }

  @Override
  public Watch watch(Runnable onChange) {
    return changeNotifier.watch(ChangeNotifier.Kind.HISTORY, onChange);
  }

  /** Reads an event; empty if this release does not know the kind of the event. */
  private Optional<JobEvent> event(Record row, JobId job) {
    return unreadable.read(
        row.get(NUMBER) + " of " + job,
        () ->
            new JobEvent(
                row.get(NUMBER),
                job,
                Instant.ofEpochMilli(row.get(AT_TIME)),
                JobEvent.Kind.valueOf(row.get(KIND)),
                JobState.valueOf(row.get(JobTable.STATE)),
                row.get(JobTable.ATTEMPT),
                row.get(JobTable.OWNER),
                row.get(NOTE)));
  }
}
