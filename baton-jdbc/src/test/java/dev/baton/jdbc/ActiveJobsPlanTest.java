// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Acl;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.service.Batches;
import dev.baton.service.Clock;
import dev.baton.testkit.server.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests how many rows PostgreSQL reads for searches by state while many jobs wait and few run. As
 * in {@link SearchPlanTest}, the tests count rows and measure no time.
 */
@Tag("integration")
final class ActiveJobsPlanTest {

  private static final int JOBS = 20_000;
  private static final int ENDED = 10_000;
  private static final int HELD = 20;
  private static final int RELEASED = 10;
  private static final int RUNNING = HELD + RELEASED;
  private static final int BATCH = 1_000;
  private static final int PAGE = 100;

  private static @Nullable JdbcBackend backend;
  private static @Nullable Connection connection;

  @BeforeAll
  static void store() throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    JdbcBackend opened = JdbcBackend.open(JdbcBackend.Options.of(url), Clock.system());
    backend = opened;
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      JobSpec spec = JobSpec.builder(i % 2 == 0 ? "even" : "odd").requires(List.of("kvm")).build();
      Instant created = start.plusMillis(i);
      jobs.add(
          Job.posted(
              JobId.create(created), spec, Acl.ownedBy("group/nuvla-admin"), created, "test"));
    }
    Batches.of(jobs, BATCH).forEach(opened.jobs()::add);
    connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          WITH ended AS (DELETE FROM baton_active_job WHERE job_seq <= %d RETURNING *)
          INSERT INTO baton_finished_job (job_seq, job_created, token, revision, updated, progress,
            attempt, failures, takeovers, parked, state)
          SELECT job_seq, job_created, token, revision, updated, 100, 1, 0, 0, 0, 'SUCCESS'
          FROM ended
          """
              .formatted(ENDED));
      statement.execute(
          "UPDATE baton_active_job SET state = 'RUNNING', phase = 2, holder = 7 WHERE job_seq > "
              + (JOBS - HELD));
      statement.execute(
          "UPDATE baton_active_job SET state = 'RUNNING' WHERE job_seq <= " + (ENDED + RELEASED));
      statement.execute("VACUUM ANALYZE");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
    if (backend != null) {
      backend.close();
    }
  }

  @Test
  void running_amongManyWaiting_readsNoWaitingJobs() throws IOException {
    assertThat(rows("state='RUNNING'", 0)).isLessThan(20L * RUNNING);
    assertThat(search("state='RUNNING'", 0).count()).isEqualTo(RUNNING);
    assertThat(search("state='RUNNING'", 0).jobs()).hasSize(RUNNING);
  }

  @Test
  void waiting_amongManyEnded_readsTheStatusOfTheWaitingJobsOnly() throws IOException {
    // The bound of the page, the page and the count each read the status of all waiting jobs.
    assertThat(rows("state='QUEUED'", 0)).isLessThan(3L * (JOBS - ENDED) + 10L * PAGE);
    assertThat(search("state='QUEUED'", 0).count()).isEqualTo(JOBS - ENDED - RUNNING);
    assertThat(search("state='QUEUED'", 0).jobs()).hasSize(PAGE);
  }

  @Test
  void aggregations_ofWaitingJobs_readTheirStatusOnce() throws IOException {
    long page = rows("state='QUEUED'", 0);
    assertThat(rows("state='QUEUED'", 0, "action", "requires") - page)
        .isLessThan(JOBS - ENDED + 10L);
    JobPage found = search("state='QUEUED'", 0, "action", "requires");
    assertThat(found.aggregations().toString())
        .contains("{\"key\":\"even\",\"doc_count\":" + (JOBS - ENDED - RUNNING) / 2 + "}")
        .contains("{\"key\":\"kvm\",\"doc_count\":" + (JOBS - ENDED - RUNNING) + "}");
  }

  @Test
  void boundedCount_ofEndedJobs_readsNoMoreThanTheBound() throws IOException {
    assertThat(rows("state='SUCCESS'", 2 * PAGE)).isLessThan(20L * PAGE);
  }

  private static JobPage search(String filter, int maxCount, String... terms) {
    return assertThat(backend).isNotNull().actual().jobs().search(query(filter, maxCount, terms));
  }

  private static JobQuery query(String filter, int maxCount, String... terms) {
    List<JobQuery.Aggregation> aggregations = new ArrayList<>();
    for (String name : Set.of(terms)) {
      aggregations.add(new JobQuery.Aggregation("terms:" + name, "terms", Filter.Path.of(name)));
    }
    Filter parsed = FilterParser.parse(filter);
    return new JobQuery(parsed, null, List.of(), 1, PAGE, aggregations).countingUpTo(maxCount);
  }

  /** Executes a search and returns how many rows its statements read. */
  private static long rows(String filter, int maxCount, String... terms) throws IOException {
    List<String> statements = new ArrayList<>();
    ExecuteListener record =
        new ExecuteListener() {
          @Override
          public void renderEnd(ExecuteContext context) {
            if (context.query() != null) {
              statements.add(context.query().getSQL(ParamType.INLINED));
            }
          }
        };
    DefaultConfiguration configuration = new DefaultConfiguration();
    configuration.set(connection).set(SQLDialect.POSTGRES).set(settings());
    configuration.set(new DefaultExecuteListenerProvider(record));
    JdbcJobStore store = (JdbcJobStore) assertThat(backend).isNotNull().actual().jobs();
    DSLContext recorded = DSL.using(configuration);
    store.search(recorded, query(filter, maxCount, terms)).run(recorded);
    DSLContext sql = DSL.using(assertThat(connection).isNotNull().actual(), SQLDialect.POSTGRES);
    long rows = 0;
    for (String statement : new HashSet<>(statements)) {
      rows += ScannedRows.of(sql, statement);
    }
    return rows;
  }

  private static Settings settings() {
    return new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER);
  }
}
