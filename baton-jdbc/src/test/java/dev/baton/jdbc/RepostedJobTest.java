// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.testkit.backend.BackendTestSetup.everything;
import static dev.baton.testkit.backend.BackendTestSetup.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.JobBoard;
import dev.baton.job.Job;
import dev.baton.testkit.job.JobBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the repair of jobs whose place on the board was removed in the database. */
final class RepostedJobTest {

  private final JdbcFixture fixture = JdbcFixture.h2();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void reconcile_jobWithATimeThatIsNotOnTheBoard_waitsForItsTime() throws SQLException {
    Instant due = fixture.clock().now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
    Job later = JobBuilder.aJob().notBefore(due).created(fixture.clock().now()).build();
    Job now = JobBuilder.aJob().created(fixture.clock().now()).build();
    fixture.backend().jobs().add(List.of(later, now));
    try (Connection connection = DriverManager.getConnection(fixture.url());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update baton_active_job set phase = null, due = 0");
    }

    JobBoard board = fixture.backend().board();
    assertThat(board.reconcile().reposted()).isEqualTo(2);
    assertThat(ids(board.join("executor", Duration.ofMinutes(1)).claim(10, everything())))
        .containsExactly(now.id());
    await().untilAsserted(() -> assertThat(board.nextDue()).isEqualTo(due));
  }
}
