// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.STATUS;

import dev.baton.job.JobState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * The statement with which PostgreSQL renews the lease of a session, locks and starts jobs, and
 * reads them. It returns the jobs as they were before the start.
 *
 * <p>Each job is looked up individually, because a plan with a join that was made while there were
 * few jobs would read all jobs.
 */
final class StartReadyJobs {

  private static final String NOW = "cast(extract(epoch from clock_timestamp()) * 1000 AS bigint)";

  private static final Field<Long> MILLIS = JobTable.number("millis");
  private static final Field<Integer> PLACE = JobTable.integer("place");
  private static final List<Field<?>> READ = read();

  private static final String START =
      """
      WITH renewed AS (
        UPDATE baton_session SET lease_until = %1$s + lease
        WHERE session_id = ? AND dead = 0 AND lease_until > %1$s
        RETURNING lease_until - lease AS millis
      ), picked AS MATERIALIZED (
        SELECT a.*, asked.place - 1 AS place
        FROM unnest(?::bigint[]) WITH ORDINALITY AS asked (seq, place)
          CROSS JOIN LATERAL (
            SELECT job_seq, phase, holder, %2$s FROM baton_active_job
            WHERE job_seq = asked.seq AND phase = %3$d
            FOR UPDATE SKIP LOCKED
          ) AS a
        WHERE EXISTS (SELECT FROM renewed)
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
        FROM picked, renewed, numbered
        WHERE a.job_seq = picked.job_seq
      )
      SELECT %6$s, millis, number, place
      FROM renewed
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
              EventBatch.SIZE);

  private StartReadyJobs() {}

  private static String names(List<Field<?>> fields) {
    return fields.stream().map(Field::getName).collect(Collectors.joining(", "));
  }

  private static List<Field<?>> read() {
    List<Field<?>> fields = new ArrayList<>(JobTable.COLUMNS);
    fields.addAll(List.of(MILLIS, Tables.NUMBER, PLACE));
    return List.copyOf(fields);
  }

  private static String columns() {
    return JobTable.COLUMNS.stream()
        .map(field -> (JobTable.isStatus(field) ? "picked." : "job.") + JobTable.nameOf(field))
        .collect(Collectors.joining(", "));
  }

  /**
   * The result of the statement.
   *
   * @param rows the rows of the started jobs, with {@link JobTable#COLUMNS}, as they were before
   * @param millis the time of the database; null if the lease of the session had expired, so that
   *     nothing was started
   */
  record Started(List<Record> rows, @Nullable Long millis) {}

  static Started run(DSLContext sql, long sessionId, String owner, List<Long> seqs, int max) {
    return sql.connectionResult(connection -> run(sql, connection, sessionId, owner, seqs, max));
  }

  private static Started run(
      DSLContext sql, Connection connection, long sessionId, String owner, List<Long> seqs, int max)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Tables.sql(sql, START))) {
      statement.setLong(1, sessionId);
      statement.setArray(2, connection.createArrayOf("bigint", seqs.toArray()));
      statement.setInt(3, max);
      statement.setLong(4, sessionId);
      statement.setString(5, owner);
      try (ResultSet found = statement.executeQuery()) {
        Result<Record> rows = sql.fetch(found, READ.toArray(Field[]::new));
        Long millis = rows.isEmpty() ? null : rows.getFirst().get(MILLIS);
        return new Started(
            rows.stream().filter(row -> row.get(JobTable.SEQ) != null).toList(), millis);
      }
    }
  }

  /** Inserts the events of started jobs. */
  static void insertEvents(DSLContext sql, Map<Record, EventBatch.Event> started) {
    if (!started.isEmpty()) {
      Record any = started.keySet().iterator().next();
      Map<Integer, EventBatch.Event> events = new TreeMap<>();
      started.forEach((row, event) -> events.put(row.get(PLACE), event));
      EventBatch.insert(sql, any.get(Tables.NUMBER), any.get(MILLIS), events);
    }
  }

  /** Takes back the start of a job, before the transaction commits. */
  static void undo(DSLContext sql, Record before) {
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
