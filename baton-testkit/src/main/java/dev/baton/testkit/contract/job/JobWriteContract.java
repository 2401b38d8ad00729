// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static dev.baton.testkit.assertion.BatonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobEvent.Kind;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.ResourceRef;
import dev.baton.job.RunLocation;
import dev.baton.job.RunWrite;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.service.ConcurrentCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link dev.baton.job.JobStore#write} for the holder of a claim and for other
 * callers.
 */
public abstract class JobWriteContract extends BackendTestSetup {

  @Test
  protected void report_everyComponent_isStored() {
    Claim claim = claimed();
    backend()
        .jobs()
        .write(
            new RunWrite.Report(
                claim.job().id(),
                claim.token(),
                55,
                "half way",
                List.of("t1", "t2"),
                List.of(ResourceRef.of("disk/1")),
                List.of(JobId.named("child")),
                null));
    Job found = find(claim.job().id());
    assertThat(found).hasState(JobState.RUNNING).hasProgress(55).hasStatusMessage("half way");
    assertThat(found.spec().tags()).containsExactly("t1", "t2");
    assertThat(found.spec().affected()).containsExactly(ResourceRef.of("disk/1"));
    assertThat(found.status().nestedJobs()).containsExactly(JobId.named("child"));
    assertThat(found.status().timeOfStatusChange()).isEqualTo(found.updated());
    assertThat(found.revision()).isGreaterThan(claim.job().revision());
  }

  @Test
  protected void report_absentComponents_keepWhatIsThere() {
    Claim claim = claimed();
    backend().jobs().write(report(claim, 30, "first"));
    backend().jobs().write(report(claim, null, "second"));
    assertThat(find(claim.job().id())).hasProgress(30).hasStatusMessage("second");
    backend().jobs().write(report(claim, 10, null));
    Job found = find(claim.job().id());
    assertThat(found).hasProgress(10).hasStatusMessage("second").hasOwner("holder");
    assertThat(found.spec()).isEqualTo(claim.job().spec());
  }

  @Test
  protected void report_location_isStoredForATakeoverAndForgottenByTheNextAttempt() {
    Claim claim = claimed();
    RunLocation location = new RunLocation("docker", "daemon-1", "unix:///docker.sock", null);
    write(RunWrite.Report.located(claim.job().id(), claim.token(), location));
    assertThat(find(claim.job().id()).status().location()).isEqualTo(location);
    write(RunWrite.Report.located(claim.job().id(), claim.token(), location.withRun("run-1")));
    write(report(claim, 5, "continues"));
    Job stored = find(claim.job().id());
    assertThat(stored.status().location()).isEqualTo(location.withRun("run-1"));
    write(retry(claim, Duration.ZERO));
    assertThat(find(claim.job().id()).status().location()).isNull();
  }

  private void write(RunWrite write) {
    backend().jobs().write(write);
  }

  @Test
  protected void report_messageTooLong_losesItsMiddle() {
    Claim claim = claimed();
    backend().jobs().write(report(claim, null, "x".repeat(50_001) + "y".repeat(50_001)));
    assertThat(find(claim.job().id()))
        .hasStatusMessage("x".repeat(50_000) + "\n...\n" + "y".repeat(50_000));
  }

  @Test
  protected void report_nulCharacter_isReplaced() {
    Claim claim = claimed();
    backend().jobs().write(report(claim, null, "a\0b"));
    assertThat(find(claim.job().id())).hasStatusMessage("a\uFFFDb");
  }

  @Test
  protected void end_success_isFinal() {
    Claim claim = claimed();
    backend()
        .jobs()
        .write(
            new RunWrite.End(
                claim.job().id(),
                claim.token(),
                JobState.SUCCESS,
                0,
                "done",
                TextNode.valueOf("the result"),
                null));
    Job found = find(claim.job().id());
    assertThat(found)
        .isFinal()
        .hasState(JobState.SUCCESS)
        .hasReturnCode(0)
        .hasStatusMessage("done")
        .hasAttempt(1)
        .hasFailures(0)
        .hasOwner("holder")
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.ENDED);
    assertThat(found.status().result()).isEqualTo(TextNode.valueOf("the result"));
    assertThat(found.status().lastError()).isNull();
    assertThat(found.status().ended()).isEqualTo(found.updated());
    assertThat(found.status().started()).isEqualTo(claim.job().status().started());
  }

  @Test
  protected void end_failed_countsTheFailure() {
    Claim claim = claimed();
    backend().jobs().write(report(claim, 40, "working"));
    backend()
        .jobs()
        .write(
            new RunWrite.End(
                claim.job().id(),
                claim.token(),
                JobState.FAILED,
                17,
                null,
                IntNode.valueOf(4),
                "IOException: disk full"));
    Job found = find(claim.job().id());
    assertThat(found)
        .isFinal()
        .hasState(JobState.FAILED)
        .hasReturnCode(17)
        .hasStatusMessage("working")
        .hasFailures(1);
    assertThat(found.status().lastError()).isEqualTo("IOException: disk full");
    assertThat(found.status().result()).isEqualTo(IntNode.valueOf(4));
  }

  @Test
  protected void end_withoutResult_hasNone() {
    Claim claim = claimed();
    backend().jobs().write(success(claim));
    assertThat(find(claim.job().id()).status().result()).isNull();
  }

  @Test
  protected void end_alreadyEnded_isRefused() {
    Claim claim = claimed();
    backend().jobs().write(success(claim));
    Job ended = find(claim.job().id());
    assertRefused(claim);
    assertThat(find(claim.job().id())).isEqualTo(ended);
  }

  @Test
  protected void end_uniqueKey_isFreeAgain() {
    Job first = post(job().uniqueKey("k"));
    backend().jobs().write(success(claimOne(join("holder"))));
    Job second = job().uniqueKey("k").build();
    assertThat(backend().jobs().add(List.of(second)).getFirst().isNew()).isTrue();
    assertThat(find(first.id())).isFinal();
  }

  @Test
  protected void retry_withoutDelay_isQueuedAndClaimedAsANewAttempt() {
    BoardSession session = join("holder");
    post(job());
    Claim claim = claimOne(session);
    backend().jobs().write(retry(claim, Duration.ZERO));
    Job queued = find(claim.job().id());
    assertThat(queued)
        .hasState(JobState.QUEUED)
        .hasFailures(1)
        .hasAttempt(1)
        .hasStatusMessage("tries again");
    assertThat(queued.status().lastError()).isEqualTo("it broke");
    assertThat(queued.status().ended()).isNull();
    session.consume(claim);
    Claim second = claimOne(session);
    assertThat(second.resumed()).isFalse();
    assertThat(second.token()).isGreaterThan(claim.token());
    assertThat(second.job())
        .hasAttempt(2)
        .hasFailures(1)
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.RETRIED, Kind.STARTED);
    assertThat(second.job().status().started()).isEqualTo(claim.job().status().started());
  }

  @Test
  protected void retry_withDelay_isNotClaimedBeforeItsTime() {
    BoardSession session = join("holder");
    BoardSession other = joinFromOtherProcess("other");
    post(job());
    Claim claim = claimOne(session);
    Instant before = now();
    backend().jobs().write(retry(claim, Duration.ofSeconds(2)));
    session.consume(claim);
    assertThat(other.claim(10, everything())).isEmpty();
    Instant due = find(claim.job().id()).spec().notBefore();
    assertThat(due).isBetween(before.plusSeconds(2), now().plusSeconds(2));
    assertThat(other.claim(10, everything())).isEmpty();
    fixture().passTime(Duration.ofMillis(2100));
    assertThat(ids(claimSoon(other))).containsExactly(claim.job().id());
  }

  @Test
  protected void retry_notBeforeRemovedByAnEdit_isDueAtOnce() {
    Claim claim = claimed();
    backend().jobs().write(retry(claim, Duration.ofHours(1)));
    edit(claim.job().id(), job -> job.withSpec(job.spec().toBuilder().notBefore(null).build()));
    assertThat(ids(join("other").claim(10, everything()))).containsExactly(claim.job().id());
  }

  @Test
  protected void retry_toPull_leavesTheBoardInPullMode() {
    Claim claim = claimed();
    backend()
        .jobs()
        .write(
            new RunWrite.Retry(
                claim.job().id(), claim.token(), Duration.ZERO, true, "to the edge", "broke"));
    assertThat(find(claim.job().id())).hasState(JobState.QUEUED);
    assertThat(find(claim.job().id()).spec().mode()).isEqualTo(ExecutionMode.PULL);
    assertThat(backend().board().postings(0, 10)).isEmpty();
    assertThat(join("other").claim(10, everything())).isEmpty();
  }

  @Test
  protected void park_runningJob_staysRunningOffTheBoard() {
    Claim claim = claimed();
    backend().jobs().write(park(claim));
    Job parked = find(claim.job().id());
    assertThat(parked).hasState(JobState.RUNNING).hasStatusMessage("parked");
    assertThat(parked.spec().tags()).containsExactly("monitor");
    assertThat(backend().board().postings(0, 10)).isEmpty();
    assertThat(joinFromOtherProcess("other").claim(10, everything())).isEmpty();
    assertThat(backend().board().reconcile().reposted()).isZero();
    assertThat(joinFromOtherProcess("other").claim(10, everything())).isEmpty();
    assertThat(editState(claim.job().id(), JobState.SUCCESS))
        .isFinal()
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.PARKED, Kind.ENDED);
  }

  @Test
  protected void write_wrongToken_isRefusedAndChangesNothing() {
    Claim claim = claimed();
    Job before = find(claim.job().id());
    for (long wrong : List.of(0L, claim.token() - 1, claim.token() + 1)) {
      assertRefused(
          new Claim(before.withStatus(before.status().toBuilder().token(wrong).build()), false));
    }
    assertThat(find(claim.job().id())).isEqualTo(before);
  }

  @Test
  protected void write_claimTakenOver_isRefusedAndChangesNothing() {
    BoardSession first = join("first");
    post(job());
    Claim stale = claimOne(first);
    first.abandon(stale);
    assertRefused(stale);
    Claim fresh = claimOne(joinFromOtherProcess("second"));
    assertRefused(stale);
    assertThat(find(stale.job().id())).isEqualTo(fresh.job());
    backend().jobs().write(success(fresh));
    assertThat(find(stale.job().id())).hasState(JobState.SUCCESS).hasOwner("second");
  }

  @Test
  protected void write_jobCancelledBeforeIt_isRefused() {
    Claim claim = claimed();
    Job cancelled = editState(claim.job().id(), JobState.CANCELED);
    assertRefused(claim);
    assertThat(find(claim.job().id())).isEqualTo(cancelled);
  }

  @Test
  protected void write_jobQueuedAgainByAnEdit_isRefused() {
    Claim claim = claimed();
    Job queued = editState(claim.job().id(), JobState.QUEUED);
    assertRefused(claim);
    assertThat(find(claim.job().id())).isEqualTo(queued);
  }

  @Test
  protected void write_jobDeletedBeforeIt_isRefused() {
    Claim claim = claimed();
    backend().jobs().delete(claim.job().id());
    assertRefused(claim);
    assertThat(backend().jobs().find(claim.job().id())).isEmpty();
  }

  @Test
  protected void write_fromManyThreads_everyJobEndsOnce() {
    int count = 200;
    for (int i = 0; i < count; i++) {
      post(job());
    }
    List<Claim> claims = join("holder").claim(count, everything());
    assertThat(claims).hasSize(count);
    List<Integer> refused =
        ConcurrentCalls.run(
            8,
            thread ->
                () -> {
                  int lost = 0;
                  for (Claim claim : claims) {
                    try {
                      backend().jobs().write(success(claim));
                    } catch (LostClaimException e) {
                      lost++;
                    }
                  }
                  return lost;
                });
    assertThat(refused.stream().mapToInt(Integer::intValue).sum()).isEqualTo(7 * count);
    claims.forEach(claim ->
        assertThat(find(claim.job().id()))
            .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.ENDED));
  }

  private Claim claimed() {
    post(job());
    return claimOne(join("holder"));
  }

  /** Asserts that the store refuses every kind of write with this claim. */
  private void assertRefused(Claim claim) {
    Consumer<RunWrite> refused =
        write ->
            assertThatThrownBy(() -> backend().jobs().write(write))
                .as("%s", write)
                .isInstanceOf(LostClaimException.class);
    refused.accept(report(claim, 99, "zombie"));
    refused.accept(retry(claim, Duration.ZERO));
    refused.accept(park(claim));
    refused.accept(success(claim));
    refused.accept(failure(claim, "zombie"));
  }
}
