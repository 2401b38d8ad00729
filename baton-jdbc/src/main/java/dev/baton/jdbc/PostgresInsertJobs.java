// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.StatusTable.JOB_CREATED;
import static dev.baton.jdbc.StatusTable.OWNED_BY;
import static dev.baton.jdbc.StatusTable.REVISION;
import static dev.baton.jdbc.StatusTable.SCHEDULED_BY;
import static dev.baton.jdbc.StatusTable.UPDATED;
import static dev.baton.jdbc.StatusTable.UPDATED_BY;

import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The statement with which PostgreSQL stores posted jobs: it inserts the rows of the jobs, their
 * status and the events of the posts. Jobs that were posted together differ in few columns, so
 * {@link ColumnArrays} makes most columns constants.
 */
final class PostgresInsertJobs {

  private static final String INSERT =
      """
      WITH given AS MATERIALIZED (
        SELECT nextval('baton_job_seq_seq') AS seq, jobs.* FROM (%1$s) AS jobs
      ), numbered AS MATERIALIZED (
        SELECT nextval('baton_event_batch_number_seq') AS number,
          cast(extract(epoch from clock_timestamp()) * 1000 AS bigint) AS millis
      ), job AS (
        INSERT INTO baton_job (seq, %2$s) SELECT seq, %2$s FROM given
      ), active AS (
        INSERT INTO baton_active_job (job_seq, board_priority, posted_event, revision, %3$s)
        SELECT seq, priority, number * %4$d + place - 1, 1, %3$s FROM given, numbered
      ), posted AS (
        INSERT INTO baton_event_batch (number, at_time, events)
        SELECT number, millis, (
          SELECT '[%5$s' || string_agg((place - 1) || ',' || seq || ',0', ',') || ']}]' FROM given)
        FROM numbered
      )
      SELECT seq FROM given ORDER BY place
      """;

  private final ColumnArrays values;
  private final int count;
  private final List<String> ofJob = new ArrayList<>();
  private final List<String> ofStatus = new ArrayList<>();

  private PostgresInsertJobs(int count) {
    this.count = count;
    this.values = new ColumnArrays(count);
  }

  /** A job to insert, with the numbers of its rows in other tables. */
  record PostedJob(Job job, JdbcBoardPosition position, long aclId, long kindId) {}

  /** Inserts at most {@link EventBatch#SIZE} jobs and returns the numbers of their rows. */
  static List<Long> run(DSLContext sql, List<PostedJob> jobs) {
    PostgresInsertJobs insert = new PostgresInsertJobs(jobs.size());
    insert.addJobs(jobs);
    insert.addStatus(jobs);
    String statement = insert.text(Tables.sql(sql, INSERT));
    return sql.connectionResult(connection -> insert.execute(connection, statement));
  }

  private void addJobs(List<PostedJob> jobs) {
    add(ofJob, jobs, JobTable.ID, each -> each.job().id().uuid());
    add(ofJob, jobs, JobTable.CREATED, each -> each.job().created().toEpochMilli());
    add(ofJob, jobs, JobTable.CREATED_BY, each -> each.job().createdBy());
    add(ofJob, jobs, JobTable.ACL_ID, PostedJob::aclId);
    addAll(ofJob, jobs, each -> each.job().spec(), each -> JobRows.spec(each.job().spec()));
    addAll(ofJob, jobs, each -> each.job().origin(), each -> JobRows.origin(each.job().origin()));
  }

  private void addStatus(List<PostedJob> jobs) {
    add(ofStatus, jobs, StatusTable.KIND_ID, PostedJob::kindId);
    add(ofStatus, jobs, OWNED_BY, each -> StatusTable.ownedBy(each.job().origin().owner()));
    add(ofStatus, jobs, SCHEDULED_BY, each -> each.job().origin().distribution());
    add(ofStatus, jobs, JOB_CREATED, each -> each.job().created().toEpochMilli());
    add(ofStatus, jobs, UPDATED, each -> each.job().updated().toEpochMilli());
    add(ofStatus, jobs, UPDATED_BY, each -> each.job().updatedBy());
    addAll(
        ofStatus,
        jobs,
        PostedJob::position,
        each -> {
          Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
          each.position().putInto(columns);
          return columns;
        });
    addAll(
        ofStatus,
        jobs,
        each -> each.job().status(),
        each -> {
          Map<Field<?>, @Nullable Object> columns = JobRows.status(each.job());
          columns.keySet().removeAll(Set.of(REVISION, UPDATED, UPDATED_BY));
          return columns;
        });
  }

  private void add(
      List<String> names,
      List<PostedJob> jobs,
      Field<?> column,
      Function<PostedJob, @Nullable Object> value) {
    @Nullable Object[] each = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      each[i] = value.apply(jobs.get(i));
    }
    values.add(column, each);
    names.add(column.getName());
  }

  /**
   * Adds several columns whose values are computed from a part of a job. They are computed once for
   * all jobs in which that part is equal.
   */
  private void addAll(
      List<String> names,
      List<PostedJob> jobs,
      Function<PostedJob, Object> part,
      Function<PostedJob, Map<Field<?>, @Nullable Object>> columns) {
    Map<Object, @Nullable Object[]> known = new HashMap<>();
    List<@Nullable Object[]> rows = new ArrayList<>(count);
    for (PostedJob job : jobs) {
      rows.add(
          known.computeIfAbsent(part.apply(job), same -> columns.apply(job).values().toArray()));
    }
    int place = 0;
    for (Field<?> column : columns.apply(jobs.getFirst()).keySet()) {
      names.add(column.getName());
      if (known.size() == 1) {
        values.addConstant(column, rows.getFirst()[place]);
      } else {
        @Nullable Object[] each = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
          each[i] = rows.get(i)[place];
        }
        values.add(column, each);
      }
      place++;
    }
  }

  private List<Long> execute(Connection connection, String statement) throws SQLException {
    List<Long> seqs = new ArrayList<>(count);
    try (PreparedStatement insert = connection.prepareStatement(statement)) {
      values.bind(connection, insert, 1);
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          seqs.add(rows.getLong(1));
        }
      }
    }
    return seqs;
  }

  private String text(String template) {
    Set<String> present = Set.copyOf(values.names());
    return template.formatted(
        values.select(),
        ofJob.stream().filter(present::contains).collect(Collectors.joining(", ")),
        ofStatus.stream().filter(present::contains).collect(Collectors.joining(", ")),
        EventBatch.SIZE,
        EventBatch.beforeJobs(JobEvent.Kind.POSTED, JobState.QUEUED, null));
  }
}
