// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.board.BoardSession;
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
}
