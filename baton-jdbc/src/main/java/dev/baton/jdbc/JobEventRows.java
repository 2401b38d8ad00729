// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.ATTEMPT;
import static dev.baton.jdbc.StatusTable.CLAIM_EVENT;
import static dev.baton.jdbc.StatusTable.CLAIM_TIME;
import static dev.baton.jdbc.StatusTable.ENDED;
import static dev.baton.jdbc.StatusTable.ENDED_EVENT;
import static dev.baton.jdbc.StatusTable.FINISHED;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.StatusTable.LAST_ERROR;
import static dev.baton.jdbc.StatusTable.OWNER;
import static dev.baton.jdbc.StatusTable.RESUMED;
import static dev.baton.jdbc.StatusTable.STATE;
import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.KIND;
import static dev.baton.jdbc.Tables.NOTE;
import static dev.baton.jdbc.Tables.NUMBER;

import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Collects the job events of one transaction and inserts them. The ordinary course of a job, which
 * is its post, its newest claim and its end, is told by the row of its status, so these events get
 * no row of their own in the history of the job.
 */
final class JobEventRows {

  private static final int MAX_NOTE = 1000;
  private static final Set<JobEvent.Kind> TOLD_BY_STATUS =
      Set.of(
          JobEvent.Kind.POSTED, JobEvent.Kind.STARTED, JobEvent.Kind.RESUMED, JobEvent.Kind.ENDED);

  private final List<EventBatch.Event> events = new ArrayList<>();

  void add(
      long jobSeq,
      JobEvent.Kind kind,
      JobState state,
      int attempt,
      @Nullable String owner,
      @Nullable String note) {
    events.add(event(jobSeq, kind, state, attempt, owner, note));
  }

  static EventBatch.Event event(
      long jobSeq,
      JobEvent.Kind kind,
      JobState state,
      int attempt,
      @Nullable String owner,
      @Nullable String note) {
    return new EventBatch.Event(jobSeq, kind, state, attempt, owner, note(note));
  }

  void add(EventBatch.Event event) {
    events.add(event);
  }

  int size() {
    return events.size();
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /**
   * Inserts the events, and returns their numbers. Must be called before a job that loses its claim
   * gets another one.
   *
   * @param at the time of the events, such as {@link Database#now()} or a value
   */
  List<Long> insert(DSLContext sql, Field<Long> at) {
    if (events.isEmpty()) {
      return List.of();
    }
    List<Long> numbers = EventBatch.insert(sql, at, events);
    List<Map<Field<?>, @Nullable Object>> rows = new ArrayList<>();
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      EventBatch.Event event = events.get(i);
      if (!TOLD_BY_STATUS.contains(event.kind())) {
        rows.add(row(event, numbers.get(i)));
        seqs.add(event.jobSeq());
      }
    }
    if (!rows.isEmpty()) {
      keepClaimEvents(sql, ACTIVE, seqs);
      new BulkInsert(JOB_EVENT, rows).with(AT_TIME, sql.renderInlined(at)).execute(sql);
    }
    return numbers;
  }

  List<Long> insert(DSLContext sql, long at) {
    return insert(sql, DSL.val(at));
  }

  private static Map<Field<?>, @Nullable Object> row(EventBatch.Event event, long number) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    row.put(JOB_SEQ, event.jobSeq());
    row.put(NUMBER, number);
    row.put(KIND, event.kind().name());
    row.put(STATE, event.state().name());
    row.put(ATTEMPT, event.attempt());
    row.put(OWNER, event.owner());
    row.put(NOTE, event.note());
    return row;
  }

  /**
   * Copies the newest claims of jobs from their status to their history, because the status will
   * tell another claim.
   */
  static void keepClaimEvents(DSLContext sql, Table<Record> status, List<Long> seqs) {
    var claims = JOB_SEQ.in(seqs).and(CLAIM_EVENT.isNotNull());
    sql.insertInto(JOB_EVENT, JOB_SEQ, NUMBER, AT_TIME, KIND, STATE, ATTEMPT, OWNER)
        .select(
            DSL.select(
                    JOB_SEQ,
                    CLAIM_EVENT,
                    CLAIM_TIME,
                    DSL.when(RESUMED.eq(1), DSL.inline(JobEvent.Kind.RESUMED.name()))
                        .otherwise(DSL.inline(JobEvent.Kind.STARTED.name())),
                    DSL.inline(JobState.RUNNING.name()),
                    ATTEMPT,
                    OWNER)
                .from(status)
                .where(claims))
        .execute();
    sql.update(status).setNull(CLAIM_EVENT).where(claims).execute();
  }

  /** Copies the newest claim and the end of a final job from its status to its history. */
  static void keepEnd(DSLContext sql, long seq) {
    keepClaimEvents(sql, FINISHED, List.of(seq));
    sql.insertInto(JOB_EVENT, JOB_SEQ, NUMBER, AT_TIME, KIND, STATE, ATTEMPT, OWNER, NOTE)
        .select(
            DSL.select(
                    JOB_SEQ,
                    ENDED_EVENT,
                    ENDED,
                    DSL.inline(JobEvent.Kind.ENDED.name()),
                    STATE,
                    ATTEMPT,
                    OWNER,
                    DSL.left(endNote(STATE, LAST_ERROR), DSL.inline(MAX_NOTE)))
                .from(FINISHED)
                .where(JOB_SEQ.eq(seq))
                .and(ENDED_EVENT.isNotNull()))
        .execute();
  }

  /** Returns the note of the event of an end: the error of a failed job. */
  static Field<String> endNote(Field<String> state, Field<String> lastError) {
    return DSL.when(state.eq(DSL.inline(JobState.FAILED.name())), lastError);
  }

  static @Nullable String note(@Nullable String note) {
    return note == null || note.length() <= MAX_NOTE
        ? JsonText.clean(note)
        : JsonText.clean(note.substring(0, MAX_NOTE));
  }
}
