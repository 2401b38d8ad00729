// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Acl;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.service.Clock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the embedded database reads only the lines of a log that a request needs. */
final class LogPlanTest {

  private static final int LINES = 20_000;
  private static final int PAGE = 100;
  private static final long MOST_READ = 3L * PAGE;
  private static final Pattern SCAN_COUNT = Pattern.compile("scanCount: (\\d+)");

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final JdbcBackend backend = JdbcBackend.open(JdbcBackend.Options.of(url), Clock.system());
  private final JobId job = post();
  private Connection connection;
  private DSLContext sql;

  private JobId post() {
    Instant now = Clock.system().now();
    Job posted =
        Job.posted(JobId.create(now), JobSpec.of("noop"), Acl.ownedBy("user/1"), now, "user/1");
    backend.jobs().add(List.of(posted));
    return posted.id();
  }

  @BeforeEach
  void storeLines() throws SQLException {
    connection = DriverManager.getConnection(url);
    sql =
        DSL.using(
            connection,
            SQLDialect.H2,
            new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER));
    sql.execute(
        """
        INSERT INTO baton_job_log (job_seq, number, at_time, attempt, stream, line)
        SELECT seq, x, x, 1, 'stdout', 'line' FROM baton_job, system_range(1, %d)
        """
            .formatted(LINES));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    backend.close();
  }

  /** Executes a statement and returns how many rows it read. */
  private long rowsRead(Query query) {
    String plan =
        String.valueOf(sql.fetchValue("EXPLAIN ANALYZE " + query.getSQL(ParamType.INLINED)));
    Matcher counts = SCAN_COUNT.matcher(plan);
    long rows = 0;
    while (counts.find()) {
      rows += Long.parseLong(counts.group(1));
    }
    assertThat(rows).as(plan).isPositive();
    return rows;
  }

  @Test
  void lines_ofALongLog_areReadWithoutTheOthers() {
    var part = JdbcJobLog.isOf(job).and(Tables.NUMBER.between(5_000L, 15_000L));
    assertThat(rowsRead(JdbcJobLog.selectLines(sql, part, JdbcJobLog.FIRST_LINES, PAGE)))
        .isLessThan(MOST_READ);
    assertThat(rowsRead(JdbcJobLog.selectLines(sql, part, JdbcJobLog.LAST_LINES, PAGE)))
        .isLessThan(MOST_READ);
  }

  @Test
  void lastNumber_ofALongLog_isReadWithoutTheOthers() {
    assertThat(rowsRead(JdbcJobLog.selectLastNumber(sql, JdbcJobLog.isOf(job))))
        .isLessThan(MOST_READ);
  }

  @Test
  void append_toALongLog_readsOnlyTheLastLine() {
    assertThat(rowsRead(AppendLines.selectLastNumbers(sql, List.of(1L)))).isLessThan(MOST_READ);
  }
}
