// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.JOBS;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.ATTEMPT;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.StatusTable.OWNER;
import static dev.baton.jdbc.StatusTable.STATE;
import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.EVENTS;
import static dev.baton.jdbc.Tables.EVENT_BATCH;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.KIND;
import static dev.baton.jdbc.Tables.NOTE;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.job.JobEvent;
import dev.baton.job.JobHistory;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.Watch;
import dev.baton.service.Batches;
import dev.baton.service.UnreadableRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of jobs. The history of one job consists of the rows of the table {@code
 * baton_job_event} and of the events that the status of the job tells. The events of all jobs are
 * read from the batches of {@link EventBatch}, which are kept for a day.
 */
final class JdbcJobHistory implements JobHistory {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcJobHistory.class);
  private static final Field<Long> REQUESTED_MILLIS = JobTable.number("asked_millis");
  private static final Field<Long> POSTED_EVENT = JobTable.current(StatusTable.POSTED_EVENT);
  private static final Field<Long> CLAIM_EVENT = JobTable.current(StatusTable.CLAIM_EVENT);
  private static final Field<Long> CLAIM_TIME = JobTable.current(StatusTable.CLAIM_TIME);
  private static final Field<Integer> RESUMED = JobTable.current(StatusTable.RESUMED);
  private static final Field<Long> ENDED_EVENT = JobTable.finished(StatusTable.ENDED_EVENT);
  private static final Field<String> END_NOTE =
      JobEventRows.endNote(JobTable.STATE, JobTable.LAST_ERROR);
  private static final List<Field<?>> STATUS_EVENTS =
      List.of(
          JobTable.CREATED,
          POSTED_EVENT,
          CLAIM_EVENT,
          CLAIM_TIME,
          RESUMED,
          ENDED_EVENT,
          JobTable.ENDED,
          JobTable.STATE,
          JobTable.ATTEMPT,
          JobTable.OWNER,
          END_NOTE);

  private static final long YOUNG_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long MOST_UNDER_WAY = 1000;
  private static final int FIRST_BATCHES = 8;
  private static final int MOST_BATCHES = 64;

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
    return database.read(sql -> {
      List<JobEvent> events = new ArrayList<>();
      var stored =
          sql.select(NUMBER, AT_TIME, KIND, STATE, ATTEMPT, OWNER, NOTE)
              .from(JOB_EVENT)
              .where(JOB_SEQ.eq(DSL.select(SEQ).from(JOB).where(ID.eq(job.uuid()))))
              .fetch();
      stored.forEach(row -> stored(row, job).ifPresent(events::add));
      var status = sql.select(STATUS_EVENTS).from(JOBS).where(ID.eq(job.uuid())).fetchOne();
      if (status != null) {
        unreadable.read(job.toString(), () -> told(status, job)).ifPresent(events::addAll);
      }
      events.sort(Comparator.comparingLong(JobEvent::number));
      return List.copyOf(events);
    });
  }

  /** Returns the events that the status of a job tells. */
  private static List<JobEvent> told(Record row, JobId job) {
    List<JobEvent> events = new ArrayList<>();
    int attempt = row.get(JobTable.ATTEMPT);
    String owner = row.get(JobTable.OWNER);
    Long posted = row.get(POSTED_EVENT);
    if (posted != null) {
      Instant at = Instant.ofEpochMilli(row.get(JobTable.CREATED));
      events.add(
          new JobEvent(posted, job, at, JobEvent.Kind.POSTED, JobState.QUEUED, 0, null, null));
    }
    Long claim = row.get(CLAIM_EVENT);
    if (claim != null) {
      JobEvent.Kind kind = row.get(RESUMED) == 0 ? JobEvent.Kind.STARTED : JobEvent.Kind.RESUMED;
      Instant at = Instant.ofEpochMilli(row.get(CLAIM_TIME));
      events.add(new JobEvent(claim, job, at, kind, JobState.RUNNING, attempt, owner, null));
    }
    Long ended = row.get(ENDED_EVENT);
    if (ended != null) {
      JobState state = JobState.valueOf(row.get(JobTable.STATE));
      Instant at = Instant.ofEpochMilli(row.get(JobTable.ENDED));
      String note = JobEventRows.note(row.get(END_NOTE));
      events.add(new JobEvent(ended, job, at, JobEvent.Kind.ENDED, state, attempt, owner, note));
    }
    return events;
  }

  /** Reads an event of the table; empty if this release does not know the kind of the event. */
  private Optional<JobEvent> stored(Record row, JobId job) {
    return unreadable.read(
        row.get(NUMBER) + " of " + job,
        () ->
            new JobEvent(
                row.get(NUMBER),
                job,
                Instant.ofEpochMilli(row.get(AT_TIME)),
                JobEvent.Kind.valueOf(row.get(KIND)),
                JobState.valueOf(row.get(STATE)),
                row.get(ATTEMPT),
                row.get(OWNER),
                row.get(NOTE)));
  }

  /**
   * Reads more events in place of events that cannot be read, because the callers regard an answer
   * with fewer events than the limit as the end of the history.
   */
  @Override
  public List<JobEvent> after(long number, int limit) {
    List<JobEvent> found = new ArrayList<>();
    // The batch of the last event that was read may contain more events.
    long behind = EventBatch.batchOf(number) - 1;
    int width = Math.min(limit, FIRST_BATCHES);
    boolean more = true;
    while (more && found.size() < limit) {
      List<? extends Record> rows = rowsAfter(behind, width);
      List<JobEvent> read = events(rows);
      read.stream().filter(event -> event.number() > number).forEach(found::add);
      more = rows.size() == width;
      behind = more ? rows.getLast().get(NUMBER) : behind;
      width = nextWidth(rows.size(), read.size(), limit - found.size());
    }
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  /**
   * Returns how many batches probably have the missing events, but at most twice as many as were
   * read last and {@link #MOST_BATCHES}. A batch has up to {@link EventBatch#SIZE} events, and
   * large batches may follow small ones, so a batch for each missing event could fill the memory.
   */
  private static int nextWidth(int batches, int events, int missing) {
    long expected = (long) missing * batches / Math.max(1, events);
    return (int) Math.max(1, Math.min(expected, Math.min(2L * batches, MOST_BATCHES)));
  }

  /**
   * Reads batches in the order of their numbers. Leaves out a batch if a batch with a smaller
   * number may still be committed. Otherwise a reader that continues after the largest number would
   * miss the events of that batch.
   */
  private List<? extends Record> rowsAfter(long number, int limit) {
    List<? extends Record> rows = database.read(sql -> rows(sql, number, Long.MAX_VALUE, limit));
    if (beforeGap(rows, number) == rows.size()) {
      return rows;
    }
    long last = rows.getLast().get(NUMBER);
    boolean allEnded = barrier.await(number, last);
    List<? extends Record> again = database.read(sql -> rows(sql, number, last, limit));
    return allEnded ? again : again.subList(0, beforeGap(again, number));
  }

  private List<? extends Record> rows(DSLContext sql, long after, long upTo, int limit) {
    return sql.select(NUMBER, AT_TIME, EVENTS)
        .select(database.now().as(REQUESTED_MILLIS))
        .from(EVENT_BATCH)
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
  private static int beforeGap(List<? extends Record> rows, long after) {
    long expected = after + 1;
    int count = 0;
    for (Record row : rows) {
      // A gap before an old batch stays: no transaction runs that long, so the batch with the
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

  private List<JobEvent> events(List<? extends Record> rows) {
    Map<Long, EventBatch.Event> events = new TreeMap<>();
    Map<Long, Instant> times = new HashMap<>();
    for (Record row : rows) {
      long batch = row.get(NUMBER);
      times.put(batch, Instant.ofEpochMilli(row.get(AT_TIME)));
      unreadable
          .read(String.valueOf(batch), () -> EventBatch.read(row.get(EVENTS)))
          .ifPresent(read ->
              read.forEach((place, event) -> {
                if (event != null) {
                  events.put(EventBatch.number(batch, place), event);
                }
              }));
    }
    Set<Long> seqs =
        events.values().stream().map(EventBatch.Event::jobSeq).collect(Collectors.toSet());
    Map<Long, JobId> ids = database.read(sql -> ids(sql, seqs));
    List<JobEvent> found = new ArrayList<>();
    events.forEach((number, event) -> {
      JobId job = ids.get(event.jobSeq());
      // Omits the events of jobs that were deleted.
      if (job != null) {
        Instant at = Objects.requireNonNull(times.get(EventBatch.batchOf(number)));
        found.add(
            new JobEvent(
                number,
                job,
                at,
                event.kind(),
                event.state(),
                event.attempt(),
                event.owner(),
                event.note()));
      }
    });
    return found;
  }

  private static Map<Long, JobId> ids(DSLContext sql, Set<Long> jobSeqs) {
    Map<Long, JobId> ids = new HashMap<>();
    for (List<Long> some : Batches.of(jobSeqs, 1000)) {
      sql.select(SEQ, ID)
          .from(JOB)
          .where(SEQ.in(some))
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
    var last =
        database.read(sql ->
            sql.select(NUMBER, EVENTS)
                .from(EVENT_BATCH)
                .orderBy(NUMBER.desc())
                .limit(1)
                .fetchOne());
    if (last == null) {
      return 0;
    }
    long batch = last.value1();
    if (!barrier.await(Math.max(0, batch - MOST_UNDER_WAY), batch)) {
      LOG.debug("events with lower numbers may still be committed: batch={}", batch);
    }
    int places = EventBatch.read(last.value2()).keySet().stream().max(Integer::compare).orElse(0);
    return EventBatch.number(batch, places);
  }

  @Override
  public Watch watch(Runnable onChange) {
    return changeNotifier.watch(ChangeNotifier.Kind.HISTORY, onChange);
  }
}
