// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.board;

import static dev.baton.testkit.assertion.BatonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.JobBoard.Posting;
import dev.baton.board.JobBoard.Reconciliation;
import dev.baton.error.LostClaimException;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobEvent.Kind;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.Priority;
import dev.baton.job.Watch;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.service.ConcurrentCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The contract of a {@link dev.baton.board.JobBoard}: which jobs wait, who may claim them, and in
 * which order.
 */
public abstract class JobBoardContract extends BackendTestSetup {

  @Test
  protected void claim_nothingPosted_isEmpty() {
    assertThat(join("e").claim(10, everything())).isEmpty();
  }

  @Test
  protected void claim_job_answersItRunningAsStored() {
    Job posted = post(job());
    Claim claim = claimOne(join("e"));
    assertThat(claim.resumed()).isFalse();
    assertThat(claim.token()).isPositive();
    assertThat(claim.job()).isEqualTo(find(posted.id()));
    assertThat(claim.job())
        .hasState(JobState.RUNNING)
        .hasAttempt(1)
        .hasFailures(0)
        .hasOwner("e")
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED);
    assertThat(claim.job().status().started()).isEqualTo(claim.job().updated());
    assertThat(claim.job().spec()).isEqualTo(posted.spec());
  }

  @Test
  protected void claim_severalPriorities_mostUrgentFirstThenInOrderOfPosting() {
    List<Job> jobs =
        postAll(
            job().priority(5),
            job().priority(999),
            job().priority(0),
            job().priority(5),
            job().priority(999));
    Job late = post(job().priority(5));
    assertThat(ids(join("e").claim(10, everything())))
        .containsExactly(
            jobs.get(2).id(),
            jobs.get(0).id(),
            jobs.get(3).id(),
            late.id(),
            jobs.get(1).id(),
            jobs.get(4).id());
  }

  @Test
  protected void claim_severalActions_areMergedInTheOrderOfTheBoard() {
    List<Job> jobs =
        postAll(
            job().action("b").priority(2),
            job().action("a").priority(3),
            job().action("c").priority(1).requires("x"),
            job().action("a").priority(2).requires("x"));
    assertThat(ids(join("e").claim(10, everything())))
        .containsExactly(jobs.get(2).id(), jobs.get(0).id(), jobs.get(3).id(), jobs.get(1).id());
  }

  @Test
  protected void claim_moreThanWanted_answersOnlySoMany() {
    List<Job> jobs = postAll(job(), job(), job());
    BoardSession session = join("e");
    assertThat(ids(session.claim(2, everything())))
        .containsExactly(jobs.get(0).id(), jobs.get(1).id());
    assertThat(session.claim(0, everything())).isEmpty();
    assertThat(ids(session.claim(2, everything()))).containsExactly(jobs.get(2).id());
  }

  @Test
  protected void claim_claimedJob_isNobodyElses() {
    post(job());
    BoardSession first = join("same name");
    claimOne(first);
    assertThat(joinFromOtherProcess("same name").claim(10, everything())).isEmpty();
    assertThat(first.claim(10, everything())).isEmpty();
  }

  @Test
  protected void claim_beforeItsTime_waitsUntilDue() {
    BoardSession session = join("e");
    Job now = post(job().notBefore(now().minusSeconds(60)));
    Instant due = now().plusSeconds(2);
    Job later = post(job().priority(0).notBefore(due));
    assertThat(ids(session.claim(10, everything()))).containsExactly(now.id());
    assertThat(backend().board().nextDue()).isEqualTo(due);
    fixture().passTime(Duration.ofMillis(2100));
    assertThat(backend().board().nextDue()).isNull();
    assertThat(ids(claimSoon(session))).containsExactly(later.id());
  }

  @Test
  protected void nextDue_severalWait_isTheEarliest() {
    Instant soon = now().plusSeconds(100);
    assertThat(backend().board().nextDue()).isNull();
    postAll(job().notBefore(soon.plusSeconds(1)), job().notBefore(soon), job().priority(0));
    Job cancelled = post(job().notBefore(soon.minusSeconds(1)));
    post(job().notBefore(soon.minusSeconds(2)).spec(spec -> spec.mode(ExecutionMode.PULL)));
    editState(cancelled.id(), JobState.CANCELED);
    assertThat(backend().board().nextDue()).isEqualTo(soon);
  }

  @Test
  protected void claim_kindNotAccepted_isLeftForOthers() {
    List<Job> jobs =
        postAll(
            job().action("foreign").priority(0),
            job().action("mine").spec(spec -> spec.version(3)),
            job().action("mine"));
    Admission mine =
        admission(
            actionVersion -> actionVersion.equals(new Admission.ActionVersion("mine", 2)),
            job -> false);
    BoardSession session = join("e");
    assertThat(ids(session.claim(10, mine))).containsExactly(jobs.get(2).id());
    assertThat(session.claim(10, mine)).isEmpty();
    assertThat(ids(joinFromOtherProcess("other").claim(10, everything())))
        .containsExactly(jobs.get(0).id(), jobs.get(1).id());
  }

  @Test
  protected void claim_kindAcceptedLater_isAskedAboutAfterForgetAdmission() {
    Job job = post(job().requires("gpu"));
    BoardSession session = join("e");
    assertThat(session.claim(10, admission(actionVersion -> false, each -> false))).isEmpty();
    session.forgetAdmission();
    assertThat(ids(claimSoon(session))).containsExactly(job.id());
  }

  @Test
  protected void claim_manyOfKindsNotAccepted_doNotHideWhatIsBehind() {
    List<Job> foreign =
        IntStream.range(0, 1000)
            .mapToObj(i -> job().action("foreign-" + i % 7).priority(1).build())
            .toList();
    backend().jobs().add(foreign);
    Job behind = post(job().priority(2));
    Admission mine =
        admission(actionVersion -> actionVersion.action().equals("noop"), job -> false);
    BoardSession session = join("e");
    // An external board may learn of the newest job a moment after the post.
    await()
        .untilAsserted(() -> assertThat(ids(session.claim(10, mine))).containsExactly(behind.id()));
  }

  @Test
  protected void claim_jobWithoutRequirements_isNotAskedAbout() {
    List<Job> jobs = postAll(job(), job().requires("gpu"));
    List<JobId> checked = new ArrayList<>();
    List<Claim> claims =
        join("e")
            .claim(
                10,
                refusing(job -> {
                  checked.add(job.id());
                  return true;
                }));
    assertThat(ids(claims)).containsExactly(jobs.get(0).id());
    assertThat(checked).containsExactly(jobs.get(1).id());
    assertThat(find(jobs.get(1).id())).hasState(JobState.QUEUED).hasAttempt(0);
  }

  @Test
  protected void claim_refusedJob_doesNotHoldUpOthersAndIsLeftToThem() {
    List<Job> jobs =
        postAll(
            job().name("big").priority(0).requires("gpu"),
            job().name("small").priority(1).requires("gpu"));
    BoardSession picky = join("picky");
    Admission small = refusing(job -> "big".equals(job.spec().name()));
    assertThat(ids(picky.claim(10, small))).containsExactly(jobs.get(1).id());
    assertThat(ids(joinFromOtherProcess("other").claim(10, everything())))
        .containsExactly(jobs.get(0).id());
  }

  @Test
  protected void claim_refusedBefore_isAskedAboutAgainAfterAWhile() {
    Job job = post(job().requires("gpu"));
    BoardSession session = join("e");
    assertThat(session.claim(10, refusing(any -> true))).isEmpty();
    fixture().passTime(Duration.ofSeconds(8));
    assertThat(ids(session.claim(10, everything()))).containsExactly(job.id());
  }

  @Test
  protected void claim_behindAThousandRefusedJobs_isFoundWithinAFewPasses() {
    List<Job> refused =
        IntStream.range(0, 1000)
            .mapToObj(i -> job().priority(1).name("refused").requires("gpu").build())
            .toList();
    backend().jobs().add(refused);
    Job behind = post(job().priority(2).name("good").requires("gpu"));
    Job free = post(job().priority(3).name("free"));
    BoardSession session = join("e");
    List<JobId> found = new ArrayList<>();
    // An external board may learn of the newest jobs a moment after the post.
    await()
        .until(() -> {
          found.addAll(
              ids(session.claim(10, refusing(job -> "refused".equals(job.spec().name())))));
          return found.size() == 2;
        });
    assertThat(found).containsExactlyInAnyOrder(behind.id(), free.id());
  }

  @Test
  protected void claim_manyThreadsAndBackends_eachJobIsGrantedOnce() {
    int count = 400;
    List<Job> jobs =
        IntStream.range(0, count)
            .mapToObj(i -> job().action("a" + i % 3).priority(i % 5).build())
            .toList();
    backend().jobs().add(jobs);
    ConcurrentLinkedQueue<JobId> granted = new ConcurrentLinkedQueue<>();
    ConcurrentCalls.run(
        8,
        thread -> {
          var some = thread % 2 == 0 ? backend() : fixture().otherProcessView();
          BoardSession session = some.board().join("e" + thread, LONG_LEASE);
          return () -> {
            int idle = 0;
            while (idle < 3 && granted.size() < count) {
              List<Claim> claims = session.claim(7, everything());
              idle = claims.isEmpty() ? idle + 1 : 0;
              for (Claim claim : claims) {
                granted.add(claim.job().id());
                some.jobs().write(success(claim));
                session.consume(claim);
              }
            }
            return true;
          };
        });
    assertThat(granted).containsExactlyInAnyOrderElementsOf(idsOf(jobs));
    jobs.forEach(job ->
        assertThat(find(job.id()))
            .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.ENDED));
  }

  @Test
  protected void postings_severalJobs_areShownInTheOrderOfTheBoard() {
    Instant later = now().plusSeconds(3600);
    List<Job> jobs = postAll(job().priority(7), job().priority(3).notBefore(later));
    Job claimed = post(job().priority(0));
    BoardSession session = join("holder");
    session.claim(1, everything());
    List<Posting> postings = backend().board().postings(0, 10);
    assertThat(postings.stream().map(Posting::job))
        .containsExactly(claimed.id(), jobs.get(1).id(), jobs.get(0).id());
    assertThat(postings.stream().map(Posting::priority)).containsExactly(0, 3, 7);
    assertThat(postings.stream().map(Posting::owner)).containsExactly("holder", null, null);
    assertThat(postings.get(1).due()).isEqualTo(later);
    assertThat(backend().board().postings(1, 1)).containsExactly(postings.get(1));
    assertThat(backend().board().postings(3, 10)).isEmpty();
  }

  @Test
  protected void add_pullJob_isNotOnTheBoard() {
    Job pull = post(job().spec(spec -> spec.mode(ExecutionMode.PULL)));
    Job mixed = post(job().spec(spec -> spec.mode(ExecutionMode.MIXED)));
    assertThat(backend().board().postings(0, 10).stream().map(Posting::job))
        .containsExactly(mixed.id());
    assertThat(ids(join("e").claim(10, everything()))).containsExactly(mixed.id());
    assertThat(find(pull.id())).hasState(JobState.QUEUED);
  }

  @Test
  protected void replace_queuedJobToFinal_removesItFromTheBoard() {
    Job job = post(job());
    editState(job.id(), JobState.CANCELED);
    assertThat(backend().board().postings(0, 10)).isEmpty();
    assertThat(join("e").claim(10, everything())).isEmpty();
  }

  @Test
  protected void replace_queuedJobToRunning_removesItFromTheBoard() {
    Job job = post(job());
    editState(job.id(), JobState.RUNNING);
    assertThat(join("e").claim(10, everything())).isEmpty();
    assertThat(backend().board().postings(0, 10)).isEmpty();
    editState(job.id(), JobState.QUEUED);
    assertThat(ids(join("e").claim(10, everything()))).containsExactly(job.id());
  }

  @Test
  protected void replace_claimedJobToQueued_isClaimedByAnother() {
    Job job = post(job());
    Claim lost = claimOne(join("first"));
    editState(job.id(), JobState.QUEUED);
    Claim claim = claimOne(joinFromOtherProcess("second"));
    assertThat(claim.token()).isGreaterThan(lost.token());
    assertThat(claim.resumed()).isFalse();
  }

  @Test
  protected void replace_claimedJobStaysRunning_keepsTheClaim() {
    post(job());
    Claim claim = claimOne(join("first"));
    edit(claim.job().id(), job -> job.withStatus(job.status().toBuilder().progress(9).build()));
    assertThat(joinFromOtherProcess("second").claim(10, everything())).isEmpty();
    backend().jobs().write(success(claim));
    assertThat(find(claim.job().id())).hasState(JobState.SUCCESS);
  }

  @Test
  protected void replace_priorityAndTime_movesTheJobOnTheBoard() {
    List<Job> jobs = postAll(job().priority(5), job().priority(6), job().priority(7));
    edit(
        jobs.get(2).id(),
        job -> job.withSpec(job.spec().toBuilder().priority(new Priority(1)).build()));
    edit(
        jobs.get(0).id(),
        job -> job.withSpec(job.spec().toBuilder().notBefore(now().plusSeconds(3600)).build()));
    assertThat(ids(join("e").claim(10, everything())))
        .containsExactly(jobs.get(2).id(), jobs.get(1).id());
  }

  @Test
  protected void replace_modeToPull_removesItFromTheBoard() {
    Job job = post(job());
    edit(job.id(), j -> j.withSpec(j.spec().toBuilder().mode(ExecutionMode.PULL).build()));
    assertThat(join("e").claim(10, everything())).isEmpty();
    edit(job.id(), j -> j.withSpec(j.spec().toBuilder().mode(ExecutionMode.PUSH).build()));
    assertThat(ids(join("e").claim(10, everything()))).containsExactly(job.id());
  }

  @Test
  protected void delete_queuedJob_leavesNothingToClaim() {
    Job job = post(job());
    backend().jobs().delete(job.id());
    assertThat(join("e").claim(10, everything())).isEmpty();
    assertThat(backend().board().postings(0, 10)).isEmpty();
  }

  @Test
  protected void watch_jobPosted_isToldUntilClosed() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    Watch ended = backend().board().watch(closed::incrementAndGet);
    ended.close();
    ended.close();
    try (Watch watch = backend().board().watch(open::incrementAndGet)) {
      post(job());
      await().until(() -> open.get() > 0);
    }
    assertThat(closed).hasValue(0);
  }

  @Test
  protected void watch_callbackThrows_doesNotHarmThePost() {
    try (Watch watch =
        backend()
            .board()
            .watch(() -> {
              throw new IllegalStateException("thrown by the test");
            })) {
      Job job = post(job());
      assertThat(find(job.id())).hasState(JobState.QUEUED);
    }
  }

  @Test
  protected void rejoin_withAKeyThatJoinedTwice_findsTheLastJoin() {
    String key = "k".repeat(40);
    backend().board().join("e", LONG_LEASE, key);
    backend().board().join("e", LONG_LEASE, key);
    post(job());
    BoardSession found;
    try {
      found = backend().board().rejoin("e", LONG_LEASE, key);
    } catch (LostClaimException e) {
      // On this board, a session ends with its process.
      return;
    }
    found.renew();
    assertThat(found.claim(1, everything())).hasSize(1);
  }

  @Test
  protected void endDeadSession_withAClaim_letsOthersClaimAtOnce() {
    endWithAClaim(join("dead"));
  }

  @Test
  protected void endDeadSession_ofAnotherProcess_letsOthersClaimAtOnce() {
    endWithAClaim(joinFromOtherProcess("dead"));
  }

  private void endWithAClaim(BoardSession dead) {
    Job job = post(job());
    claimOneSoon(dead);
    if (dead.reference().isEmpty()) {
      // On this board, only the executor itself can end its session.
      return;
    }
    assertThat(backend().board().endDeadSession(dead.reference())).isTrue();
    Claim other = claimOneSoon(join("other"));
    assertThat(other.job().id()).isEqualTo(job.id());
    assertThat(other.job().status().takeovers()).isEqualTo(1);
    assertThat(backend().board().endDeadSession(dead.reference())).isFalse();
  }

  @Test
  protected void reconcile_ofAConsistentBoard_changesNothing() {
    post(job());
    post(job().spec(spec -> spec.mode(ExecutionMode.PULL)));
    Claim claim = join("e").claim(1, everything()).getFirst();
    editState(post(job()).id(), JobState.CANCELED);
    assertThat(backend().board().reconcile()).isEqualTo(new Reconciliation(0, 0, 0));
    assertThat(find(claim.job().id())).isEqualTo(claim.job());
    assertThat(backend().board().postings(0, 10)).hasSize(1);
  }
}
