// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.*;

import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Ends jobs for the holders of their claims: moves their rows from the table of active jobs to that
 * of final jobs, and frees their unique keys. PostgreSQL does this in one statement; the other
 * databases lock and read the rows first.
 *
 * <p>Both forms do the same as {@link dev.baton.job.JobTransitionEffects#written}.
 */
final class EndJobs {

  private static final int ALL_DONE = 100;

  // The columns that an end does not change.
  private static final List<Field<?>> KEPT =
      List.of(
          TOKEN,
          STARTED,
          ATTEMPT,
          TAKEOVERS,
          PARKED,
          OWNER,
          UPDATED_BY,
          OUTPUT,
          NESTED_JOBS,
          LOCATION,
          SIGNALS);

  // Each job is looked up individually, as in StartReadyJobs. The first part computes the time once
  // for all jobs. The parts that depend on the jobs are left open.
  private static final String MOVE =
      """
      WITH clock AS MATERIALIZED (
        SELECT cast(extract(epoch from clock_timestamp()) * 1000 AS bigint) AS millis
      ), asked AS (
        %6$s
      ), found AS MATERIALIZED (
        SELECT %7$s AS seq, asked.* FROM asked
        -- In this order, so that processes do not deadlock.
        ORDER BY 1
      ), ended AS (
        DELETE FROM baton_active_job AS a USING found
        WHERE a.job_seq = found.seq AND a.token = found.token AND a.phase = %2$d
        RETURNING a.*, found.final_state, found.code, found.message, found.new_result,
          found.error, found.place
      ), numbered AS (
        SELECT nextval('baton_event_batch_number_seq') AS number WHERE EXISTS (SELECT FROM ended)
      ), freed AS (
        DELETE FROM baton_unique_key AS held USING ended WHERE held.job_seq = ended.job_seq
      ), finished AS (
        INSERT INTO baton_finished_job (job_seq, %1$s, ended_event, state, revision, updated, ended, progress,
          failures, return_code, status_message, time_of_status_change, result, last_error)
        SELECT job_seq, %1$s, number * %5$d + place - 1, final_state, revision + 1, millis, millis, %3$d,
          failures + CASE WHEN final_state = '%4$s' THEN 1 ELSE 0 END,
          coalesce(code, return_code), coalesce(message, status_message),
          CASE WHEN coalesce(message, status_message) IS NULL THEN time_of_status_change
            ELSE millis END,
          coalesce(new_result, result), coalesce(error, last_error)
        FROM ended, clock, numbered
      )
      SELECT place - 1, job_seq, attempt, owner, millis,
        CASE WHEN final_state = '%4$s' THEN coalesce(error, last_error) END, number
      FROM ended, clock, numbered
      """
          .formatted(
              Stream.concat(KEPT.stream(), CARRIED.stream())
                  .map(Field::getName)
                  .collect(Collectors.joining(", ")),
              CLAIMED,
              ALL_DONE,
              JobState.FAILED.name(),
              EventBatch.SIZE,
              "%1$s",
              "%2$s");

  private static final String FIND_BY_ID =
      "coalesce(known, (SELECT job.seq FROM baton_job AS job WHERE job.id = asked.id))";

  private final Database database;
  private final ClaimedRows claimedRows;

  EndJobs(Database database, ClaimedRows claimedRows) {
    this.database = database;
    this.claimedRows = claimedRows;
  }

  /**
   * A job that was ended.
   *
   * @param place the place of the write in the list
   * @param at the time of the end
   * @param error the last error, if the job failed
   */
  record Ended(
      int place, long seq, int attempt, @Nullable String owner, long at, @Nullable String error) {

    private Ended atPlace(int newPlace) {
      return new Ended(newPlace, seq, attempt, owner, at, error);
    }

    private EventBatch.Event event(List<RunWrite.End> ends) {
      RunWrite.End end = ends.get(place);
      return JobEventRows.event(
          seq, JobEvent.Kind.ENDED, end.state(), attempt, owner, end.lastError());
    }
  }

  /** Ends jobs. Writes whose claim is lost are missing in the answer. */
  List<Ended> run(DSLContext sql, List<RunWrite.End> ends) {
    return database.dialect() == Dialect.POSTGRES ? move(sql, ends) : lockAndMove(sql, ends);
  }

  private List<Ended> move(DSLContext sql, List<RunWrite.End> ends) {
    @Nullable Object[] known =
        ends.stream().map(end -> (@Nullable Object) claimedRows.seq(end.job())).toArray();
    List<Ended> ended = new ArrayList<>(move(sql, ends, known));
    if (ended.size() < ends.size() && Arrays.stream(known).anyMatch(Objects::nonNull)) {
      // A job may have been deleted and posted again under its id, so the others are looked up.
      Set<Integer> done = ended.stream().map(Ended::place).collect(Collectors.toSet());
      List<Integer> others =
          IntStream.range(0, ends.size()).filter(i -> !done.contains(i)).boxed().toList();
      List<RunWrite.End> left = others.stream().map(ends::get).toList();
      move(sql, left, new @Nullable Object[left.size()])
          .forEach(each -> ended.add(each.atPlace(others.get(each.place()))));
    }
    return ended;
  }

  private static List<Ended> move(
      DSLContext sql, List<RunWrite.End> ends, @Nullable Object[] known) {
    long[] batch = new long[1];
    boolean allKnown = Arrays.stream(known).allMatch(Objects::nonNull);
    ColumnArrays asked = new ColumnArrays(ends.size());
    if (!allKnown) {
      add(asked, "id", "text", ends, end -> end.job().uuid());
    }
    asked.add("known", "bigint", known);
    add(asked, "token", "bigint", ends, RunWrite.End::token);
    add(asked, "final_state", "text", ends, end -> end.state().name());
    add(asked, "code", "int", ends, RunWrite.End::returnCode);
    add(asked, "message", "text", ends, end -> JobRows.message(end.statusMessage()));
    add(asked, "new_result", "text", ends, end -> JsonText.of(end.result()));
    add(asked, "error", "text", ends, end -> JobRows.message(end.lastError()));
    String statement =
        Tables.sql(sql, MOVE)
            .formatted(asked.select(), allKnown ? "known" : Tables.sql(sql, FIND_BY_ID));
    List<Ended> ended =
        sql.connectionResult(connection -> move(connection, statement, asked, batch));
    if (!ended.isEmpty()) {
      Map<Integer, EventBatch.Event> events = new TreeMap<>();
      ended.forEach(each -> events.put(each.place(), each.event(ends)));
      EventBatch.insert(sql, batch[0], ended.getFirst().at(), events);
      insertErrors(sql, ended);
    }
    return ended;
  }

  private static List<Ended> move(
      Connection connection, String move, ColumnArrays asked, long[] batch) throws SQLException {
    List<Ended> ended = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(move)) {
      asked.bind(connection, statement, 1);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ended.add(
              new Ended(
                  rows.getInt(1),
                  rows.getLong(2),
                  rows.getInt(3),
                  rows.getString(4),
                  rows.getLong(5),
                  rows.getString(6)));
          batch[0] = rows.getLong(7);
        }
      }
    }
    return ended;
  }

  private static void add(
      ColumnArrays to,
      String name,
      String type,
      List<RunWrite.End> ends,
      Function<RunWrite.End, @Nullable Object> value) {
    to.add(name, type, ends.stream().map(value).toArray());
  }

  private List<Ended> lockAndMove(DSLContext sql, List<RunWrite.End> ends) {
    List<String> ids = ends.stream().map(end -> end.job().uuid()).toList();
    Map<String, Long> seqs = sql.select(ID, SEQ).from(JOB).where(ID.in(ids)).fetchMap(ID, SEQ);
    Map<Long, Record> rows = new HashMap<>();
    sql.select(JOB_SEQ, PHASE)
        .select(STATUS)
        .select(CARRIED)
        .from(ACTIVE)
        .where(JOB_SEQ.in(seqs.values()))
        .orderBy(JOB_SEQ)
        .forUpdate()
        .forEach(row -> rows.put(row.get(JOB_SEQ), row));
    long now = database.now(sql);
    List<Ended> ended = new ArrayList<>();
    List<Map<Field<?>, @Nullable Object>> finished = new ArrayList<>();
    for (int place = 0; place < ends.size(); place++) {
      RunWrite.End end = ends.get(place);
      Long seq = seqs.get(end.job().uuid());
      Record row = seq == null ? null : rows.get(seq);
      if (seq != null && row != null && isClaimed(row) && row.get(TOKEN) == end.token()) {
        finished.add(finishedRow(row, end, now));
        String error = newOr(JobRows.message(end.lastError()), row.get(LAST_ERROR));
        String failure = end.state() == JobState.FAILED ? error : null;
        ended.add(new Ended(place, seq, row.get(ATTEMPT), row.get(OWNER), now, failure));
      }
    }
    if (!ended.isEmpty()) {
      List<Long> moved = ended.stream().map(Ended::seq).toList();
      List<Long> numbers =
          EventBatch.insert(
              sql, DSL.val(now), ended.stream().map(each -> each.event(ends)).toList());
      for (int i = 0; i < finished.size(); i++) {
        finished.get(i).put(ENDED_EVENT, numbers.get(i));
      }
      new BulkInsert(FINISHED, finished).execute(sql);
      sql.deleteFrom(ACTIVE).where(JOB_SEQ.in(moved)).execute();
      sql.deleteFrom(Tables.UNIQUE_KEYS).where(JOB_SEQ.in(moved)).execute();
      insertErrors(sql, ended);
    }
    return ended;
  }

  private static void insertErrors(DSLContext sql, List<Ended> ended) {
    ListValues errors = new ListValues();
    ended.forEach(each -> errors.addError(each.seq(), each.error()));
    errors.insert(sql);
  }

  private static boolean isClaimed(Record row) {
    return row.get(PHASE) != null && row.get(PHASE) == CLAIMED;
  }

  private static Map<Field<?>, @Nullable Object> finishedRow(
      Record row, RunWrite.End end, long now) {
    Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
    values.put(JOB_SEQ, row.get(JOB_SEQ));
    KEPT.forEach(column -> values.put(column, row.get(column)));
    CARRIED.forEach(column -> values.put(column, row.get(column)));
    String message = newOr(JobRows.message(end.statusMessage()), row.get(STATUS_MESSAGE));
    values.put(STATE, end.state().name());
    values.put(REVISION, row.get(REVISION) + 1);
    values.put(UPDATED, now);
    values.put(ENDED, now);
    values.put(PROGRESS, ALL_DONE);
    values.put(FAILURES, row.get(FAILURES) + (end.state() == JobState.FAILED ? 1 : 0));
    values.put(RETURN_CODE, newOr(end.returnCode(), row.get(RETURN_CODE)));
    values.put(STATUS_MESSAGE, message);
    values.put(TIME_OF_STATUS_CHANGE, message == null ? row.get(TIME_OF_STATUS_CHANGE) : now);
    values.put(RESULT, newOr(JsonText.of(end.result()), row.get(RESULT)));
    values.put(LAST_ERROR, newOr(JobRows.message(end.lastError()), row.get(LAST_ERROR)));
    return values;
  }

  private static <T> @Nullable T newOr(@Nullable T fresh, @Nullable T stored) {
    return fresh == null ? stored : fresh;
  }
}
