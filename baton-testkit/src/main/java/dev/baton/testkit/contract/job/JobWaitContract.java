// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.testkit.contract.job;

import static dev.baton.testkit.assertion.BatonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.baton.access.Caller;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.ForbiddenException;
import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent.Kind;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.jobservice.JobService;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The contract of jobs that wait for a time or a signal without an executor. */
public abstract class JobWaitContract extends BackendTestSetup {

  @Test
  protected void wait_untilATime_isClaimedThenWithNoFailureCounted() {
    BoardSession session = join("holder");
    post(job());
    Claim claim = claimOne(session);
    Instant until = now().plusSeconds(2);
    backend().jobs().write(wait(claim, until));
    Job waiting = find(claim.job().id());
    assertThat(waiting)
        .hasState(JobState.QUEUED)
        .hasFailures(0)
        .hasAttempt(1)
        .hasStatusMessage("waits for the test");
    assertThat(waiting.spec().notBefore()).isEqualTo(until);
    session.consume(claim);
    assertThat(session.claim(10, everything())).isEmpty();
    fixture().passTime(Duration.ofMillis(2100));
    Claim second = claimSoon(session).getFirst();
    assertThat(second.resumed()).isFalse();
    assertThat(second.token()).isGreaterThan(claim.token());
    assertThat(second.job())
        .hasAttempt(2)
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.WAITING, Kind.STARTED);
  }

  @Test
  protected void wait_untilATimeThatHasCome_isDueAtOnce() {
    Claim claim = claimed();
    backend().jobs().write(wait(claim, now().minusSeconds(5)));
    assertThat(ids(join("other").claim(10, everything()))).containsExactly(claim.job().id());
  }

  @Test
  protected void signal_toAWaitingJob_makesItDue() {
    Claim claim = claimed();
    backend().jobs().write(wait(claim, RunWrite.Wait.FOREVER));
    BoardSession other = join("other");
    assertThat(other.claim(10, everything())).isEmpty();
    JsonNode value = JsonNodeFactory.instance.objectNode().put("by", "änn").put("at", 7);
    signal(claim, "approve", value);
    Claim second = claimOne(other);
    assertThat(second.job().id()).isEqualTo(claim.job().id());
    assertThat(second.job().status().signals()).containsOnlyKeys("approve");
    assertThat(second.job().status().signals().get("approve")).isEqualTo(value);
    assertThat(find(claim.job().id()).status().signals()).containsEntry("approve", value);
  }

  @Test
  protected void signal_thatTheActionDidNotSee_endsTheWaitAtOnce() {
    Claim claim = claimed();
    signal(claim, "approve", NullNode.getInstance());
    backend().jobs().write(wait(claim, RunWrite.Wait.FOREVER));
    assertThat(ids(join("other").claim(10, everything()))).containsExactly(claim.job().id());
  }

  @Test
  protected void signal_thatTheActionSaw_doesNotEndTheWait() {
    Claim claim = claimed();
    signal(claim, "b", JsonNodeFactory.instance.objectNode().put("z", 1).put("a", "x y"));
    signal(claim, "a", IntNode.valueOf(3));
    SortedMap<String, JsonNode> seen = find(claim.job().id()).status().signals();
    assertThat(seen).containsOnlyKeys("a", "b");
    backend()
        .jobs()
        .write(
            new RunWrite.Wait(
                claim.job().id(),
                claim.token(),
                RunWrite.Wait.FOREVER,
                new TreeMap<>(seen),
                "waits for the test"));
    BoardSession other = join("other");
    assertThat(other.claim(10, everything())).isEmpty();
    signal(claim, "a", IntNode.valueOf(4));
    assertThat(claimOne(other).job().status().signals()).containsEntry("a", IntNode.valueOf(4));
  }

  @Test
  protected void signal_toARunningJob_leavesItsClaim() {
    Claim claim = claimed();
    signal(claim, "approve", NullNode.getInstance());
    assertThat(find(claim.job().id())).hasState(JobState.RUNNING);
    backend().jobs().write(success(claim));
    assertThat(find(claim.job().id()).status().signals()).containsOnlyKeys("approve");
  }

  @Test
  protected void signal_toADelayedJobThatNeverStarted_doesNotStartIt() {
    Job job = post(job().notBefore(now().plusSeconds(3600)));
    jobService().forCaller(Caller.internal()).signal(job.id(), "early", NullNode.getInstance());
    assertThat(join("other").claim(10, everything())).isEmpty();
    assertThat(find(job.id()).status().signals()).containsOnlyKeys("early");
  }

  @Test
  protected void signal_toAFinalJob_isRefused() {
    Claim claim = claimed();
    backend().jobs().write(success(claim));
    assertThatThrownBy(() -> signal(claim, "late", NullNode.getInstance()))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("SUCCESS");
  }

  @Test
  protected void wait_withALostClaim_isRefused() {
    BoardSession first = join("first");
    post(job());
    Claim stale = claimOne(first);
    first.abandon(stale);
    assertThatThrownBy(() -> backend().jobs().write(wait(stale, now())))
        .isInstanceOf(LostClaimException.class);
    assertThat(find(stale.job().id())).hasState(JobState.RUNNING);
  }

  private Claim claimed() {
    post(job());
    return claimOne(join("holder"));
  }

  private void signal(Claim claim, String name, JsonNode value) {
    jobService().forCaller(Caller.internal()).signal(claim.job().id(), name, value);
  }

  private JobService jobService() {
    return new JobService(backend().jobs(), (spec, caller) -> spec, fixture().clock());
  }

  private static RunWrite.Wait wait(Claim claim, Instant until) {
    return new RunWrite.Wait(
        claim.job().id(), claim.token(), until, Collections.emptySortedMap(), "waits for the test");
  }
}
