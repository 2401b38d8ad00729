// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.member.ActionInfo;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.KnownActions;
import dev.baton.service.Clock;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a row which this release cannot read does not hide other jobs in any window of a
 * search.
 */
final class UnreadableRowSearchTest {

  @Nested
  final class H2Rows extends Cases {
    H2Rows() {
      super("jdbc:h2:mem:" + UUID.randomUUID());
    }
  }

  @Nested
  @Tag("integration")
  final class PostgresRows extends Cases {
    PostgresRows() {
      super(PostgresServer.shared().newDatabase());
    }
  }

  abstract static class Cases {

    private final String url;
    private final JdbcBackend backend;

    Cases(String url) {
      this.url = url;
      this.backend = JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), Clock.system());
    }

    @AfterEach
    void close() {
      backend.close();
    }

    private JobId post() {
      Job job = JobBuilder.aJob().created(Clock.system().now()).build();
      backend.jobs().add(List.of(job));
      return job.id();
    }

    private void set(JobId job, String column, String value) throws SQLException {
      try (Connection connection = DriverManager.getConnection(url)) {
        new JobColumn(column).set(connection, job, value);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "return_code=-5",
          "progress=1000",
          "state='LATER'",
          "execution_mode='later'",
          "timeout='soon'",
          "location='{'"
        })
    void search_everyWindow_findsTheOthersAndCountsAll(String broken) throws SQLException {
      List<JobId> good = List.of(post(), post());
      JobId bad = post();
      String[] parts = broken.split("=", 2);
      set(bad, parts[0], parts[1]);
      for (int window : List.of(3, 10, 10_000)) {
        JobQuery query = JobQuery.of(Filter.EVERYTHING, window);
        List<Job> visited = new ArrayList<>();
        JobPage page = backend.jobs().search(query, visited::add);
        assertThat(visited)
            .as("window %s", window)
            .extracting(Job::id)
            .containsExactlyInAnyOrderElementsOf(good);
        assertThat(page.count()).isEqualTo(3);
        JobPage whole = backend.jobs().search(query);
        assertThat(whole.jobs()).extracting(Job::id).containsExactlyInAnyOrderElementsOf(good);
        assertThat(whole.count()).isEqualTo(3);
      }
    }

    @Test
    void search_fullPageWithABadRow_countsTheJobsBehindIt() throws SQLException {
      for (int i = 0; i < 4; i++) {
        post();
      }
      set(post(), "return_code", "-5");
      assertThat(backend.jobs().search(JobQuery.of(Filter.EVERYTHING, 3)).count()).isEqualTo(5);
    }

    @Test
    void actions_withNamesThatAreStoredAlike_areOne() {
      // Half of a surrogate pair cannot be stored, so both names are stored with the replacement
      // character.
      backend.actions().provide("e1", List.of(action("a\ud800"), action("a\ud801"), action("b")));
      KnownActions known =
          KnownActions.of(
              Catalogue.of(List.of()),
              backend.actions(),
              KnownActions.SchemaCheck.NONE,
              Clock.system());
      assertThat(known.all()).containsKeys("b").hasSize(2);
    }

    private static ActionInfo action(String name) {
      var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
      return new ActionInfo(name, "images", "Works", schema, List.of(), false, false);
    }
  }
}
