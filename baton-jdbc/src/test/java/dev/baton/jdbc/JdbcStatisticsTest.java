// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.board.BoardSession;
import dev.baton.statistics.JobFigure;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.job.JobBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests how long counts are kept, and samples with too many waiting jobs. */
final class JdbcStatisticsTest {

  private final JdbcFixture fixture = JdbcFixture.h2();
  private final JobStatistics statistics = fixture.backend().statistics().orElseThrow();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Instant now() {
    return fixture.clock().now();
  }

  private void post() {
    fixture.backend().jobs().add(List.of(JobBuilder.aJob().created(now()).build()));
  }

  private StatisticsQuery tenDays() {
    Instant to = now().plus(Duration.ofHours(1));
    return new StatisticsQuery(
        to.minus(Duration.ofDays(10)), to, Duration.ofMinutes(10), null, null);
  }

  private long posted() {
    return statistics.series(tenDays(), 0).total().counts().values().stream()
        .mapToLong(counts -> counts.figure(JobFigure.POSTED))
        .sum();
  }

  @Test
  void counts_afterTheirTime_areRemoved() {
    post();
    try (BoardSession session = fixture.backend().board().join("e", Duration.ofMinutes(5))) {
      session
          .claim(1, BackendTestSetup.everything())
          .forEach(
              claim -> fixture.backend().jobs().write(BackendTestSetup.failure(claim, "broken")));
    }
    statistics.collect(Duration.ZERO);
    fixture.passTime(JobStatistics.KEPT.minusMinutes(1));
    statistics.collect(Duration.ZERO);
    assertThat(posted()).isEqualTo(1);
    fixture.passTime(Duration.ofMinutes(3));
    statistics.collect(Duration.ZERO);
    assertThat(posted()).isZero();
    assertThat(statistics.failures(tenDays(), 10)).hasSize(1);
    fixture.passTime(JobStatistics.FAILURES_KEPT);
    statistics.collect(Duration.ZERO);
    assertThat(statistics.failures(tenDays(), 10)).isEmpty();
  }

  @Test
  void sample_withTooManyWaitingJobs_isMarkedAsIncomplete() throws SQLException {
    post();
    post();
    post();
    long now = now().toEpochMilli();
    long later = now().plus(Duration.ofMinutes(10)).toEpochMilli();
    Settings settings = new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER);
    try (Connection connection = DriverManager.getConnection(fixture.url())) {
      SampleWaitingJobs.run(DSL.using(connection, SQLDialect.H2, settings), now, 2);
      SampleWaitingJobs.run(DSL.using(connection, SQLDialect.H2, settings), later, 4);
    }
    JobSeries series = statistics.series(tenDays(), 0);
    assertThat(series.sampled().values()).containsExactlyInAnyOrder(false, true);
    assertThat(series.total().waiting().values())
        .extracting(JobSeries.Waiting::jobs)
        .containsExactlyInAnyOrder(2L, 3L);
  }
}
