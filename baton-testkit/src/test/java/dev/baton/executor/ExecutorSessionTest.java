// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.board.BoardSession;
import dev.baton.error.LostClaimException;
import dev.baton.memory.InMemoryBackend;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests when an executor stops trusting its own claims. */
final class ExecutorSessionTest {

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration MARGIN = Duration.ofSeconds(1);

  @Test
  void lease_isTrustedOnlyUntilTheMarginBeforeItsEnd() {
    ManualClock clock = new ManualClock();
    try (InMemoryBackend backend = new InMemoryBackend(clock);
        BoardSession boardSession = backend.board().join("e1", LEASE)) {
      ExecutorSession executorSession =
          new ExecutorSession("e1", boardSession, clock, new Timers(clock), MARGIN);
      clock.advance(LEASE.minus(MARGIN).minusMillis(1));
      assertThat(executorSession.isTrusted()).isTrue();
      clock.advance(Duration.ofMillis(1));
      assertThat(executorSession.isTrusted()).isFalse();
      assertThat(boardSession.trustedUntil().isPast(clock)).isFalse();
      assertThatThrownBy(executorSession::checkTrusted).isInstanceOf(LostClaimException.class);
      boardSession.renew();
      assertThat(executorSession.isTrusted()).isTrue();
    }
  }
}
