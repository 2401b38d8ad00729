// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import dev.baton.testkit.job.AdmitEverything;
import dev.baton.testkit.job.JobBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the entry of a job that is in the store but that this release cannot read. */
final class UnreadableJobOnBoardTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final ExternalBoardFixture fixture = ExternalBoardFixture.onH2(url);

  @AfterEach
  void close() {
    fixture.close();
  }

  private JobId post(int priority) {
    Job job = JobBuilder.aJob().created(Clock.system().now()).priority(priority).build();
    fixture.backend().jobs().add(List.of(job));
    return job.id();
  }

  private void setState(JobId job, String state) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE baton_active_job SET state = ?"
                    + " WHERE job_seq = (SELECT seq FROM baton_job WHERE id = ?)")) {
      update.setString(1, state);
      update.setString(2, job.uuid());
      assertThat(update.executeUpdate()).isOne();
    }
  }

  private static List<JobId> claimed(BoardSession session) {
    return session.claim(10, new AdmitEverything()).stream().map(Claim::job).map(Job::id).toList();
  }

  private BoardSession join() {
    return fixture.backend().board().join("e", Duration.ofMinutes(5));
  }

  @Test
  void claim_withAJobThatCannotBeRead_claimsTheOthersAndKeepsItsEntry() throws SQLException {
    JobId bad = post(1);
    setState(bad, "UNHEARD");
    JobId good = post(2);
    BoardSession session = join();
    await().atMost(TIMEOUT).until(() -> claimed(session), List.of(good)::equals);
    assertThat(claimed(session)).isEmpty();
    fixture.otherProcessView().board().reconcile();
    assertThat(fixture.backend().board().entryPathsOf(bad)).hasSize(1);
    setState(bad, "QUEUED");
    BoardSession other = join();
    await().atMost(TIMEOUT).until(() -> claimed(other), List.of(bad)::equals);
  }
}
