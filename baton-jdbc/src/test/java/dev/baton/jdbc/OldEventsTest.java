// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.service.Clock;
import dev.baton.testkit.job.JobBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class OldEventsTest {

  private static final String URL = "jdbc:h2:mem:old-events";

  @Test
  void events_afterADay_areLeftInTheHistoryOfTheirJobOnly() throws SQLException {
    JdbcBackend.Options options = JdbcBackend.Options.of(URL);
    try (JdbcBackend backend = JdbcBackend.open(options, Clock.system())) {
      Job old = post(backend);
      age();
      Job fresh = post(backend);
      // A backend deletes old events when it starts.
      try (JdbcBackend another = JdbcBackend.open(options, Clock.system())) {
        await().until(() -> another.history().after(0, 10).size() == 1);
      }
      assertThat(backend.history().after(0, 10))
          .extracting(JobEvent::job)
          .containsExactly(fresh.id());
      assertThat(backend.history().of(old.id()))
          .extracting(JobEvent::kind)
          .containsExactly(JobEvent.Kind.POSTED);
    }
  }

  private static Job post(JdbcBackend backend) {
    Job job = JobBuilder.aJob().build();
    backend.jobs().add(List.of(job));
    return job;
  }

  private static void age() throws SQLException {
    long moreThanADay = DeleteOldEvents.KEPT.plusSeconds(1).toMillis();
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "UPDATE baton_event_batch SET at_time = at_time - " + moreThanADay))
          .isOne();
    }
  }
}
