// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Acl;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.service.Clock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests how many batches of events a reader of the history of all jobs reads. */
final class HistoryReadTest {

  private static final int JOBS_PER_BATCH = 50;

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final JdbcBackend backend = JdbcBackend.open(JdbcBackend.Options.of(url), Clock.system());
  private Connection connection;
  private DSLContext sql;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection(url);
    sql = DSL.using(connection, SQLDialect.H2);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    backend.close();
  }

  private List<JobId> post(int batches, int jobs) {
    List<JobId> posted = new ArrayList<>();
    Instant now = Clock.system().now();
    for (int i = 0; i < batches; i++) {
      List<Job> batch =
          Stream.generate(() ->
                  Job.posted(
                      JobId.create(now), JobSpec.of("noop"), Acl.ownedBy("user/1"), now, "user/1"))
              .limit(jobs)
              .toList();
      backend.jobs().add(batch);
      batch.forEach(job -> posted.add(job.id()));
    }
    return posted;
  }

  /** Returns how many rows of batches the queries have read since the statistics were turned on. */
  private int batchesRead() {
    return sql.fetchSingle(
            "SELECT coalesce(sum(cumulative_row_count), 0) FROM information_schema.query_statistics"
                + " WHERE sql_statement ILIKE 'select%event_batch%order by%'")
        .get(0, Integer.class);
  }

  @Test
  void after_batchesOfManyEvents_readsOnlyTheNeededOnes() {
    post(60, JOBS_PER_BATCH);
    sql.execute("SET QUERY_STATISTICS TRUE");
    assertThat(backend.history().after(0, 500)).hasSize(500);
    assertThat(batchesRead()).isBetween(10, 20);
  }

  @Test
  void after_largeBatchesBehindSmallOnes_readsFewOfThem() {
    post(8, 1);
    post(60, JOBS_PER_BATCH);
    sql.execute("SET QUERY_STATISTICS TRUE");
    assertThat(backend.history().after(0, 60)).hasSize(60);
    assertThat(batchesRead()).isBetween(10, 40);
  }

  @Test
  void after_manySmallBatches_readsABoundedNumberAtOnce() {
    post(400, 1);
    post(150, JOBS_PER_BATCH);
    sql.execute("SET QUERY_STATISTICS TRUE");
    assertThat(backend.history().after(0, 500)).hasSize(500);
    int mostAtOnce =
        sql.fetchSingle(
                "SELECT max(max_row_count) FROM information_schema.query_statistics"
                    + " WHERE sql_statement ILIKE 'select%event_batch%order by%'")
            .get(0, Integer.class);
    assertThat(mostAtOnce).isEqualTo(64);
  }

  @Test
  void after_batchesOfDifferentSizes_answersAllEventsInOrder() {
    List<JobId> posted = new ArrayList<>(post(20, 1));
    posted.addAll(post(3, JOBS_PER_BATCH));
    posted.addAll(post(20, 1));
    for (int limit : new int[] {1, 7, 100, 1000}) {
      List<JobId> read = new ArrayList<>();
      List<JobEvent> page = backend.history().after(0, limit);
      while (!page.isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(limit);
        page.forEach(event -> read.add(event.job()));
        page = backend.history().after(page.getLast().number(), limit);
      }
      assertThat(read).as("limit %d", limit).containsExactlyInAnyOrderElementsOf(posted);
    }
  }
}
