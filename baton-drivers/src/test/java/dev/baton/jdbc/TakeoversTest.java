// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.job.JobId;
import dev.baton.job.JobStatus;
import dev.baton.service.Clock;
import dev.baton.testkit.Everything;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stay that is left does to the count of takeovers. */
final class TakeoversTest {

  private final JdbcBackend backend =
      JdbcBackend.open(JdbcBackend.Options.of("jdbc:h2:mem:" + UUID.randomUUID()), Clock.system());
  private final JobId id = EmbeddedWriters.post(backend, "x");

  @AfterEach
  void close() {
    backend.close();
  }

  private JobStatus status() {
    return backend.jobs().find(id).orElseThrow().status();
  }

  private Claim claim(Claims stay) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> stay.claim(1, new Everything()), claims -> !claims.isEmpty())
        .getFirst();
  }

  @Test
  void close_ofAStayWithAJobThatWasTakenOver_keepsTheCount() {
    claim(backend.board().join("dead", Duration.ofSeconds(2)));
    Claims second = backend.board().join("second", Duration.ofMinutes(1));
    assertThat(claim(second).job().status().takeovers()).isEqualTo(1);
    second.close();
    assertThat(status().takeovers()).isEqualTo(1);
  }

  @Test
  void abandon_ofAJobThatWasTakenOver_setsTheCountToZero() {
    claim(backend.board().join("dead", Duration.ofSeconds(2)));
    Claims second = backend.board().join("second", Duration.ofMinutes(1));
    Claim claim = claim(second);
    assertThat(claim.job().status().takeovers()).isEqualTo(1);
    second.abandon(claim);
    assertThat(status().takeovers()).isZero();
  }
}
