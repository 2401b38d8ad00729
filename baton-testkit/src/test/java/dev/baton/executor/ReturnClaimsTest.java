// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.service.OutageLog;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.job.AdmitEverything;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests claims without a run that cannot be abandoned at first. */
final class ReturnClaimsTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final FaultInjector faultInjector = new FaultInjector();
  private final ManualClock clock = new ManualClock();

  @AfterEach
  void close() {
    inMemoryExecutors.close();
  }

  private ExecutorOptions options() {
    return InMemoryExecutors.options("e1").withLease(LONG).withPollInterval(Duration.ofMillis(50));
  }

  private ExecutorPorts ports() {
    return FaultInjectingPorts.of(inMemoryExecutors.backend, faultInjector);
  }

  @Test
  void job_thatCannotBeStarted_isReturnedWhenTheStoreAnswersAgain() {
    JobId id = inMemoryExecutors.post("act");
    ExecutorPorts ports = ports();
    BoardSession boardSession = ports.board().join("e1", LONG);
    ExecutorSession executorSession =
        new ExecutorSession("e1", boardSession, clock, new Timers(clock), Duration.ofSeconds(1));
    ReturnClaims returns = new ReturnClaims(ports.jobs(), clock, new OutageLog("executor=e1"));
    Claim claim = boardSession.claim(1, new AdmitEverything()).getFirst();

    faultInjector.failReturns(2);
    returns.notStarted(claim, executorSession);
    assertThat(returns.untilNext(LONG)).isPositive().isLessThan(Duration.ofSeconds(1));
    returns.run(executorSession);
    assertThat(boardSession.heldClaims()).as("not yet time for the next try").hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    returns.run(executorSession);
    assertThat(boardSession.heldClaims()).as("failed for the second time").hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    returns.run(executorSession);

    assertThat(boardSession.heldClaims()).isEmpty();
    assertThat(returns.untilNext(LONG)).isEqualTo(LONG);
    assertThat(inMemoryExecutors.backend.board().postings(0, 1))
        .extracting(each -> each.job())
        .contains(id);
  }

  @Test
  void claimThatCannotBeAbandoned_doesNotKeepTheExecutorFromClaimingOthers() {
    inMemoryExecutors.action("act", run -> {});
    faultInjector.loseNextGrant();
    faultInjector.failReturns(Integer.MAX_VALUE);
    JobId lost = inMemoryExecutors.post("act");
    inMemoryExecutors.start(options(), faultInjector, ExecutorListener.NONE);
    inMemoryExecutors.awaitState(lost, JobState.RUNNING);

    assertThat(inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act")).state())
        .isEqualTo(JobState.SUCCESS);

    assertThat(inMemoryExecutors.job(lost).state()).isEqualTo(JobState.RUNNING);
    faultInjector.failReturns(0);
    assertThat(inMemoryExecutors.awaitFinal(lost).state()).isEqualTo(JobState.SUCCESS);
  }
}
