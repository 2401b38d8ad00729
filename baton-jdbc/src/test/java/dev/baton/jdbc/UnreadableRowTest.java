// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.service.Clock;
import dev.baton.testkit.job.JobBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a row which this release cannot read does not hide other jobs from a search. */
final class UnreadableRowTest {

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final JdbcBackend backend =
      JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), Clock.system());

  @AfterEach
  void close() {
    backend.close();
  }

  private Job post() {
    Job job = JobBuilder.aJob().created(Clock.system().now()).build();
    backend.jobs().add(List.of(job));
    Job stored = backend.jobs().find(job.id()).orElseThrow();
    return backend
        .jobs()
        .replace(
            stored.withStatus(
                stored.status().toBuilder()
                    .result(JsonNodeFactory.instance.objectNode().put("free", 5))
                    .build()));
  }

  private void set(JobId job, String column, String value) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      new JobColumn(column).set(connection, job, "?", value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "timeout,not a duration",
    "backoff,1 2",
    "result,{\"free\":",
    "state,UNHEARD",
    "nested_jobs,[\"JOB\"]",
  })
  void search_withARowThatCannotBeRead_findsTheOthers(String column, String value)
      throws SQLException {
    Job good = post();
    set(post().id(), column, value);
    for (String filter : List.of("action!=null", "result/free<10", "action!=null or result/a=1")) {
      Filter parsed = FilterParser.parse(filter);
      assertThat(backend.jobs().search(JobQuery.of(parsed, 10)).jobs())
          .as(filter)
          .extracting(Job::id)
          .containsExactly(good.id());
    }
  }

  @ParameterizedTest
  @CsvSource({"'{\"free\":1E+2147483647}'", "'{\"free\":1e400}'", "'{\"free\":\"x\"}'"})
  void search_withAResultThatCannotBeCompared_findsTheOthers(String result) throws SQLException {
    Job good = post();
    set(post().id(), "result", result);
    Filter parsed = FilterParser.parse("result/free<10");
    assertThat(backend.jobs().search(JobQuery.of(parsed, 10)).jobs())
        .extracting(Job::id)
        .containsExactly(good.id());
  }
}
