// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests an application whose only dependencies are the core and one driver. */
final class EmbeddedJobsTest {

  record Greeting(String name) {}

  /** The plugin of the application. */
  private static final class GreetingPlugin implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.action(
          "greet", Greeting.class, (run, greeting) -> run.message("Hello " + greeting.name()));
    }
  }

  @Test
  void job_onAnEmbeddedDatabase_isRun() {
    try (EmbeddedJobs embedded =
        EmbeddedJobs.start("jdbc:h2:mem:embedded_jobs", new GreetingPlugin())) {
      assertThatAJobRuns(embedded);
    }
  }

  @Test
  @Tag("integration")
  void job_inTheDatabaseOfTheApplication_isRun() throws SQLException {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(PostgresServer.shared().newDatabase());
      pool.setMaximumPoolSize(4);
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE job (title TEXT)");
      }
      try (EmbeddedJobs embedded = EmbeddedJobs.start(pool, new GreetingPlugin())) {
        assertThatAJobRuns(embedded);
      }
      assertThat(pool.isClosed()).isFalse();
    }
  }

  private static void assertThatAJobRuns(EmbeddedJobs embedded) {
    JobSpec spec = JobSpec.builder("greet").payload("{\"name\": \"reader\"}").build();
    JobId id = embedded.jobs().post(spec).id();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> embedded.jobs().find(id).orElseThrow().state().isFinal());
    Job job = embedded.jobs().find(id).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().statusMessage()).isEqualTo("Hello reader");
  }
}
