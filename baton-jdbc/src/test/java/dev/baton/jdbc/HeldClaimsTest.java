// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Acl;
import dev.baton.access.Principals;
import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.StartResult;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests the held claims that a board session reports to executors which are not sure that they know
 * them.
 */
final class HeldClaimsTest {

  private final JdbcFixture fixture = JdbcFixture.h2();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Job post(JobSpec spec) {
    Job job =
        Job.posted(
            JobId.create(fixture.clock().now()),
            spec,
            Acl.ownedBy(Principals.ADMIN),
            fixture.clock().now(),
            "internal");
    fixture.backend().jobs().add(List.of(job));
    return job;
  }

  private static Admission admission(AdmissionDecision decision) {
    return new Admission() {
      @Override
      public boolean accepts(ActionVersion actionVersion) {
        return true;
      }

      @Override
      public AdmissionDecision decide(Job job) {
        return decision;
      }
    };
  }

  @Test
  void held_isWhatWasClaimedUntilItEnds() {
    Job job = post(JobSpec.of("noop"));
    BoardSession session = fixture.backend().board().join("one", Duration.ofMinutes(1));
    assertThat(session.heldClaims()).isEmpty();
    Claim claim = session.claim(1, admission(new AdmissionDecision.Admitted())).getFirst();
    assertThat(session.heldClaims())
        .containsExactly(new BoardSession.ClaimRef(job.id(), claim.token()));
    fixture
        .backend()
        .jobs()
        .write(new RunWrite.End(job.id(), claim.token(), JobState.SUCCESS, 0, null, null, null));
    assertThat(session.heldClaims()).isEmpty();
  }

  @Test
  void claim_behindAnUndecidedJob_isNotGrantedAndNothingIsSetAside() {
    Job undecided = post(JobSpec.builder("picky").requires(List.of("gpu")).build());
    Job behind = post(JobSpec.of("noop"));
    BoardSession session = fixture.backend().board().join("one", Duration.ofMinutes(1));
    assertThat(session.claim(10, admission(new AdmissionDecision.Undecided()))).isEmpty();
    assertThat(session.claim(10, admission(new AdmissionDecision.Admitted())))
        .extracting(claim -> claim.job().id())
        .containsExactly(undecided.id(), behind.id());
  }

  /** The columns only narrow the choice; the gates decide. */
  @Test
  void claim_columnsSayReadyButAGateIsClosed_isNotGranted() throws SQLException {
    Job pull = post(JobSpec.builder("noop").mode(ExecutionMode.PULL).build());
    Job behind = post(JobSpec.of("noop"));
    try (Connection connection = DriverManager.getConnection(fixture.url());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE baton_active_job SET phase = 0");
    }
    BoardSession session = fixture.backend().board().join("one", Duration.ofMinutes(1));
    assertThat(session.claim(10, admission(new AdmissionDecision.Admitted())))
        .extracting(claim -> claim.job().id())
        .containsExactly(behind.id());
    assertThat(fixture.backend().jobs().find(pull.id()).orElseThrow().state())
        .isEqualTo(JobState.QUEUED);
    assertThat(start(pull.id()))
        .isEqualTo(new StartResult.Refused(ExternalBoardStore.StartRefusal.OFF_BOARD, 0));
  }

  private StartResult start(JobId job) {
    return fixture
        .backend()
        .externalBoardStore()
        .orElseThrow()
        .start("two", List.of(new ExternalBoardStore.StartRequest(job, 1, null)))
        .getFirst();
  }
}
