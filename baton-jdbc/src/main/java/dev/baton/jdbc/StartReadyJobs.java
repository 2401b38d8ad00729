// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.STATUS;

import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The statement with which PostgreSQL checks and renews the lease of a session, locks and starts
 * jobs, stores the events of the starts, and reads the jobs. It returns the jobs as they were
 * before the start.
 *
 * <p>Each job is looked up individually, because a plan with a join that was made while there were
 * few jobs would read all jobs.
 */
final class StartReadyJobs {

  private static final String NOW = "cast(extract(epoch from clock_timestamp()) * 1000 AS bigint)";

  // The positions of the columns of the result that follow those of the job.
  private static final int MILLIS = JobTable.COLUMNS.size() + 1;
  private static final int NUMBER = MILLIS + 1;
  private static final int PLACE = MILLIS + 2;
  private static final int RENEWED = MILLIS + 3;

  /**
   * A claim renews the lease only if less than this part of it is left. Otherwise many versions of
   * the row would slow each claim while a transaction of another program prevents the database from
   * removing them.
   */
  private static final int RENEWED_BELOW_PERCENT = 75;

  private static final String START =
      """
      WITH session AS (
        SELECT lease, lease_until, %1$s AS millis FROM baton_session
        WHERE session_id = ? AND dead = 0 AND lease_until > %1$s
        FOR UPDATE
      ), renewed AS (
        UPDATE baton_session AS s SET lease_until = millis + s.lease
        FROM session
        WHERE s.session_id = ?
          AND session.lease_until < millis + s.lease * %9$d / 100
        RETURNING s.session_id
      ), picked AS MATERIALIZED (
        SELECT a.*, asked.place - 1 AS place
        FROM unnest(?::bigint[]) WITH ORDINALITY AS asked (seq, place)
          CROSS JOIN LATERAL (
            SELECT job_seq, phase, holder, %2$s FROM baton_active_job
            WHERE job_seq = asked.seq AND phase = %3$d
            FOR UPDATE SKIP LOCKED
          ) AS a
        WHERE EXISTS (SELECT FROM session)
        LIMIT ?
      ), numbered AS (
        SELECT nextval('baton_event_batch_number_seq') AS number WHERE EXISTS (SELECT FROM picked)
      ), started AS (
        UPDATE baton_active_job AS a
        SET phase = %4$d, holder = ?, owner = ?, state = '%5$s', token = a.token + 1,
          attempt = a.attempt + 1, started = coalesce(a.started, millis),
          time_of_status_change = CASE WHEN a.status_message IS NULL
            THEN a.time_of_status_change ELSE millis END,
          updated = millis, revision = a.revision + 1,
          claim_event = number * %7$d + place, claimed = millis,
          resumed = CASE WHEN a.state = '%5$s' THEN 1 ELSE 0 END
        FROM picked, session, numbered
        WHERE a.job_seq = picked.job_seq
      ), told AS (
        INSERT INTO baton_event_batch (number, at_time, events)
        SELECT number, millis, '[' || concat_ws(',',
          ?::text || (SELECT %8$s FROM picked WHERE state <> '%5$s') || ']}',
          ?::text || (SELECT %8$s FROM picked WHERE state = '%5$s') || ']}') || ']'
        FROM numbered, session
      )
      SELECT %6$s, millis, number, place, EXISTS (SELECT FROM renewed)
      FROM session
        LEFT JOIN (numbered CROSS JOIN picked JOIN baton_job AS job ON job.seq = picked.job_seq)
          ON true
      """
          .formatted(
              NOW,
              names(STATUS),
              StatusTable.READY,
              StatusTable.CLAIMED,
              JobState.RUNNING.name(),
              columns(),
              EventBatch.SIZE,
              "string_agg(place || ',' || job_seq || ',' || (attempt + 1), ',')",
              RENEWED_BELOW_PERCENT);

  private StartReadyJobs() {}

  private static String names(List<Field<?>> fields) {
    return fields.stream().map(Field::getName).collect(Collectors.joining(", "));
  }

  private static String columns() {
    return JobTable.COLUMNS.stream()
        .map(field -> (JobTable.isStatus(field) ? "picked." : "job.") + JobTable.nameOf(field))
        .collect(Collectors.joining(", "));
  }

  /**
   * A started job, as it was before.
   *
   * @param batch the number of the batch of events in which the start has a place
   */
  record StartedRow(PositionedRow columns, long batch, int place) implements RowValues {
    @Override
    public <T> T get(Field<T> column) {
      return columns.get(column);
    }
  }

  /**
   * The result of the statement.
   *
   * @param millis the time of the database; null if the lease of the session had expired, so that
   *     nothing was started
   * @param renewed whether the lease was renewed
   */
  record Started(List<StartedRow> rows, @Nullable Long millis, boolean renewed) {}

  static Started run(DSLContext sql, long sessionId, String owner, List<Long> seqs, int max) {
    String statement = Tables.sql(sql, START);
    return sql.connectionResult(
        connection -> run(connection, statement, sessionId, owner, seqs, max));
  }

  private static Started run(
      Connection connection, String text, long sessionId, String owner, List<Long> seqs, int max)
      throws SQLException {
    List<StartedRow> rows = new ArrayList<>(max);
    Long millis = null;
    boolean renewed = false;
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setLong(1, sessionId);
      statement.setLong(2, sessionId);
      statement.setArray(3, connection.createArrayOf("bigint", seqs.toArray(Long[]::new)));
      statement.setInt(4, max);
      statement.setLong(5, sessionId);
      statement.setString(6, owner);
      statement.setString(7, EventBatch.beforeJobs(JobEvent.Kind.STARTED, JobState.RUNNING, owner));
      statement.setString(8, EventBatch.beforeJobs(JobEvent.Kind.RESUMED, JobState.RUNNING, owner));
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          millis = found.getLong(MILLIS);
          renewed = found.getBoolean(RENEWED);
          long batch = found.getLong(NUMBER);
          // If no job was started, the only row has no number.
          if (!found.wasNull()) {
            rows.add(new StartedRow(PositionedRow.read(found), batch, found.getInt(PLACE)));
          }
        }
      }
    }
    return new Started(rows, millis, renewed);
  }

  /** Takes back the start of a job, before the transaction commits. */
  static void undo(DSLContext sql, RowValues before) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    for (Field<?> column : STATUS) {
      row.put(column, before.get(JobTable.current(column)));
    }
    row.put(StatusTable.PHASE, StatusTable.READY);
    row.put(StatusTable.HOLDER, null);
    row.put(StatusTable.CLAIM_EVENT, null);
    sql.update(StatusTable.ACTIVE)
        .set(row)
        .where(StatusTable.JOB_SEQ.eq(before.get(JobTable.SEQ)))
        .execute();
  }
}
