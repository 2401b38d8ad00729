// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Acl;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
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
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests how many rows PostgreSQL reads for a page of jobs if the jobs that match are older than all
 * others. The tests count rows and measure no time, so that they notice a wrong index on each
 * machine.
 */
@Tag("integration")
final class SearchPlanTest {

  private static final int JOBS = 20_000;
  private static final int OLD = 2_000;
  private static final int BATCH = 1_000;
  private static final int OF_USER = 60;
  private static final int WAITING = 50;
  private static final int PAGE = 100;

  private static final Acl ADMIN = Acl.ownedBy("group/nuvla-admin");
  private static final Acl USER = Acl.ownedBy("user/few");

  /** A page needs its jobs, their status and the jobs with the same time of creation. */
  private static final long ROWS_OF_A_PAGE = 10L * PAGE;

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
      String kind = i < OLD ? "old" : "new";
      JobSpec spec = JobSpec.builder(kind).tags(List.of(kind)).build();
      Instant created = start.plusMillis(i);
      jobs.add(
          Job.posted(JobId.create(created), spec, i < OF_USER ? USER : ADMIN, created, "test"));
    }
    Batches.of(jobs, BATCH).forEach(opened.jobs()::add);
    connection = DriverManager.getConnection(url);
    endAllButTheNewest(connection);
  }

  private static void endAllButTheNewest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          WITH ended AS (DELETE FROM baton_active_job WHERE job_seq <= %d RETURNING *)
          INSERT INTO baton_finished_job (job_seq, job_created, token, revision, updated, progress,
            attempt, failures, takeovers, parked, state)
          SELECT job_seq, job_created, token, revision, updated, 100, 1, 0, 0, 0,
            CASE WHEN job_seq <= %d THEN 'FAILED' ELSE 'SUCCESS' END
          FROM ended
          """
              .formatted(JOBS - WAITING, OLD));
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

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "id!=null | 100",
        "state='FAILED' | 100",
        "state='SUCCESS' | 100",
        "state='QUEUED' | 50",
        "state='CANCELED' | 0",
        "action='old' | 100",
        "tags='old' | 100",
        "created<'2026-01-01T00:00:02Z' | 100",
        "state='QUEUED' and action='old' | 0",
        "state='CANCELED' and action='new' | 0"
      })
  void page_ofOldJobs_readsOnlyItsRows(String filter, int found) throws IOException {
    assertThat(rowsRead(query(filter, null), found)).isLessThan(ROWS_OF_A_PAGE);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "state='FAILED' and action='old' and tags='old' | 100",
        "state='FAILED' and action='new' | 0",
        "tags='old' and state='SUCCESS' | 0"
      })
  void page_ofConditionsThatFewJobsMeetTogether_readsTheSmallerSet(String filter, int found)
      throws IOException {
    assertThat(rowsRead(query(filter, null), found)).isLessThan(4L * OLD);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "id!=null | 60",
        "state='FAILED' | 60",
        "state='SUCCESS' | 0",
        "action='new' | 0",
        "tags='old' | 60"
      })
  void page_ofUserWithFewJobs_doesNotReadTheOtherJobs(String filter, int found) throws IOException {
    assertThat(rowsRead(query(filter, Set.of("user/few")), found)).isLessThan(2L * OLD);
  }

  private static JobQuery query(String filter, @Nullable Set<String> principals) {
    Filter parsed = FilterParser.parse(filter);
    JobQuery.Order newestFirst = new JobQuery.Order(Filter.Path.of("created"), true);
    return new JobQuery(parsed, principals, List.of(newestFirst), 1, PAGE, List.of());
  }

  /**
   * Executes the statement that selects the jobs of the page, and returns how many rows it read.
   */
  private static long rowsRead(JobQuery query, int found) throws IOException {
    DSLContext sql =
        DSL.using(
            connection,
            SQLDialect.POSTGRES,
            new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER));
    JdbcJobStore store = (JdbcJobStore) assertThat(backend).isNotNull().actual().jobs();
    String page =
        store.search(sql, query).onPage(sql.select(JobTable.SEQ)).getSQL(ParamType.INLINED);
    assertThat(sql.fetch(page)).hasSize(found);
    return ScannedRows.of(sql, page);
  }
}
