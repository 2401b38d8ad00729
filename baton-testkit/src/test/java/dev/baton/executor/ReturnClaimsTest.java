// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.service.Outage;
import dev.baton.testkit.Everything;
import dev.baton.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims that have no run, and cannot be given back at first. */
final class ReturnClaimsTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final Bed bed = new Bed();
  private final Gate gate = new Gate();
  private final ManualClock clock = new ManualClock();

  @AfterEach
  void close() {
    bed.close();
  }

  private ExecutorOptions options() {
    return Bed.options("e1").withLease(LONG).withPollInterval(Duration.ofMillis(50));
  }

  private ExecutorPorts ports() {
    return GatedPorts.of(bed.backend, gate);
  }

  @Test
  void jobThatCannotBeStarted_isGivenBackWhenThatWorksAgain() {
    JobId id = bed.post("act");
    ExecutorPorts ports = ports();
    Claims claims = ports.board().join("e1", LONG);
    Stay stay = new Stay("e1", claims, clock, new Timers(clock), Duration.ofSeconds(1));
    ReturnClaims returns = new ReturnClaims(ports.jobs(), clock, new Outage("executor=e1"));
    Claim claim = claims.claim(1, new Everything()).getFirst();

    gate.failReturns(2);
    returns.notStarted(claim, stay);
    assertThat(returns.untilNext(LONG)).isPositive().isLessThan(Duration.ofSeconds(1));
    returns.run(stay);
    assertThat(claims.held()).as("not yet time for the next try").hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    returns.run(stay);
    assertThat(claims.held()).as("failed for the second time").hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    returns.run(stay);

    assertThat(claims.held()).isEmpty();
    assertThat(returns.untilNext(LONG)).isEqualTo(LONG);
    assertThat(bed.backend.board().postings(0, 1)).extracting(each -> each.job()).contains(id);
  }

  @Test
  void claimThatCannotBeGivenBack_doesNotKeepTheExecutorFromClaimingOthers() {
    bed.action("act", run -> {});
    gate.loseNextGrant();
    gate.failReturns(Integer.MAX_VALUE);
    JobId lost = bed.post("act");
    bed.start(options(), gate, ExecutorListener.NONE);
    bed.awaitState(lost, JobState.RUNNING);

    assertThat(bed.awaitFinal(bed.post("act")).state()).isEqualTo(JobState.SUCCESS);

    assertThat(bed.job(lost).state()).isEqualTo(JobState.RUNNING);
    gate.failReturns(0);
    assertThat(bed.awaitFinal(lost).state()).isEqualTo(JobState.SUCCESS);
  }
}
