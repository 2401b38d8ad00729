// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.board.Claims;
import dev.baton.job.Job;
import dev.baton.service.Clock;
import dev.baton.testkit.Everything;
import dev.baton.testkit.JobBuilder;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RejoinTest {

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
  void rejoin_afterTwoJoinsWithOneKey_comesBackToTheNewerStay() {
    Job job = JobBuilder.aJob().created(Clock.system().now()).build();
    backend.jobs().add(List.of(job));
    backend.board().join("e", LEASE, KEY);
    Claims newer = backend.board().join("e", LEASE, KEY);
    assertThat(newer.claim(1, new Everything())).hasSize(1);
    Claims rejoined = backend.board().rejoin("e", LEASE, KEY);
    assertThat(rejoined.held()).extracting(Claims.Held::job).containsExactly(job.id());
  }
}
