// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.board.BoardSession;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.service.Clock;
import dev.baton.testkit.job.AdmitEverything;
import dev.baton.testkit.job.JobBuilder;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RejoinBoardTest {

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final String KEY = "k".repeat(40);

  private final JdbcBackend backend =
      JdbcBackend.open(
          new JdbcBackend.Options("jdbc:h2:mem:" + UUID.randomUUID(), null, null, 4),
          Clock.system());

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void rejoin_afterTwoJoinsWithOneKey_returnsTheNewerSession() {
    Job job = JobBuilder.aJob().created(Clock.system().now()).build();
    backend.jobs().add(List.of(job));
    backend.board().join("e", LEASE, KEY);
    BoardSession newer = backend.board().join("e", LEASE, KEY);
    assertThat(newer.claim(1, new AdmitEverything())).hasSize(1);
    BoardSession rejoined = backend.board().rejoin("e", LEASE, KEY);
    assertThat(rejoined.heldClaims())
        .extracting(BoardSession.ClaimRef::job)
        .containsExactly(job.id());
  }

  @Test
  void endDeadSession_ofAClaimedJob_countsATakeover() {
    Job job = JobBuilder.aJob().created(Clock.system().now()).build();
    backend.jobs().add(List.of(job));
    BoardSession dead = backend.board().join("dead", LEASE);
    assertThat(dead.claim(1, new AdmitEverything())).hasSize(1);
    assertThat(backend.board().endDeadSession(dead.reference())).isTrue();
    assertThat(backend.jobs().find(job.id()).orElseThrow().status().takeovers()).isEqualTo(1);
    assertThatThrownBy(() -> backend.board().endDeadSession("not a number"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'not a number'");
  }
}
