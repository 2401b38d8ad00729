// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.board;

import static dev.baton.testkit.assertion.BatonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.JobBoard.Posting;
import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent.Kind;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.LogLine;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of a {@link BoardSession}: leases, fencing tokens, abandoned claims, takeovers. */
public abstract class BoardSessionContract extends BackendTestSetup {

  /**
   * Opens the other process before a lease begins, because that takes seconds on a slow machine.
   */
  @BeforeEach
  void openOtherProcess() {
    fixture().otherProcessView();
  }

  @Test
  protected void trustedUntil_joined_isOneLeaseAfterTheRequest() {
    Duration lease = fixture().lease();
    long before = fixture().clock().nanos();
    BoardSession session = backend().board().join("e", lease);
    long after = fixture().clock().nanos();
    assertThat(session.trustedUntil().nanos())
        .isBetween(before + lease.toNanos(), after + lease.toNanos());
  }

  @Test
  protected void renew_beforeTheEnd_prolongsTheTrust() {
    Duration lease = fixture().lease();
    BoardSession session = backend().board().join("e", lease);
    fixture().passTime(lease.dividedBy(4));
    long before = fixture().clock().nanos();
    assertThat(session.renew()).isEmpty();
    assertThat(session.trustedUntil().nanos())
        .isBetween(before + lease.toNanos(), fixture().clock().nanos() + lease.toNanos());
  }

  @Test
  protected void renew_inTime_keepsTheClaimBeyondOneLease() {
    Claim claim =
        whileTrusted(
            "holder",
            (session, lease) -> {
              post(job());
              Claim held = claimOne(session);
              BoardSession other = joinFromOtherProcess("other");
              for (int i = 0; i < 4; i++) {
                fixture().passTime(lease.dividedBy(2));
                assertThat(session.renew()).isEmpty();
                assertThat(other.claim(10, everything())).isEmpty();
              }
              backend().jobs().write(success(held));
              return held;
            });
    assertThat(find(claim.job().id())).hasState(JobState.SUCCESS).hasAttempt(1);
  }

  @Test
  protected void claim_leaseOfTheHolderRanOut_isResumedByAnother() {
    ExpiringClaim dead =
        whileTrusted(
            "dead",
            (session, lease) -> {
              post(job());
              Claim stale = claimOne(session);
              assertThat(joinFromOtherProcess("early").claim(10, everything())).isEmpty();
              return new ExpiringClaim(session, stale, lease);
            });
    passWithRoom(dead.lease());
    Claim claim = claimOne(joinFromOtherProcess("other"));
    assertThat(claim.resumed()).isTrue();
    assertThat(claim.token()).isGreaterThan(dead.claim().token());
    assertThat(claim.job())
        .isEqualTo(find(dead.claim().job().id()))
        .satisfies(found ->
            assertThat(found)
                .hasOwner("other")
                .hasAttempt(2)
                .hasFailures(0)
                .hasHistory(
                    backend().history(), Kind.POSTED, Kind.STARTED, Kind.LOST, Kind.RESUMED));
  }

  @Test
  protected void takeovers_afterLostClaims_areCountedUntilTheJobAdvances() {
    Claim first = postedAndLost().claim();
    assertThat(first.job().status().takeovers()).isZero();
    Claim second = lostAgain("second");
    assertThat(second.job().status().takeovers()).isEqualTo(1);
    BoardSession session = joinFromOtherProcess("third");
    Claim third = claimOne(session);
    assertThat(third.job().status().takeovers()).isEqualTo(2);
    backend().jobs().write(report(third, third.job().status().progress(), "no progress"));
    assertThat(find(third.job().id()).status().takeovers()).isEqualTo(2);
    backend().jobs().write(report(third, third.job().status().progress() + 1, "progress"));
    assertThat(find(third.job().id()).status().takeovers()).isZero();
  }

  @Test
  protected void takeovers_afterAGracefulHandover_areZero() {
    postedAndLost();
    BoardSession session = joinFromOtherProcess("second");
    Claim claim = claimOne(session);
    assertThat(claim.job().status().takeovers()).isEqualTo(1);
    session.abandon(claim);
    assertThat(find(claim.job().id()).status().takeovers()).isZero();
    assertThat(claimOne(joinFromOtherProcess("third")).job().status().takeovers()).isZero();
  }

  /**
   * An executor abandons an unstarted claim if it learned of the claim only from the record of the
   * board.
   */
  @Test
  protected void takeovers_afterAClaimThatWasNotStarted_areKept() {
    postedAndLost();
    BoardSession session = joinFromOtherProcess("second");
    Claim claim = claimOneSoon(session);
    session.abandonUnstarted(claim);
    assertThat(find(claim.job().id()).status().takeovers()).isEqualTo(1);
    assertThat(claimOneSoon(joinFromOtherProcess("third")).job().status().takeovers()).isEqualTo(1);
  }

  /** An executor closes its session like this if it could not renew its lease in time. */
  @Test
  protected void takeovers_afterASessionThatWasLeft_areKept() {
    postedAndLost();
    BoardSession session = joinFromOtherProcess("second");
    Claim claim = claimOneSoon(session);
    assertThat(claim.job().status().takeovers()).isEqualTo(1);
    session.close();
    assertThat(find(claim.job().id()).status().takeovers()).isEqualTo(1);
    assertThat(claimOneSoon(joinFromOtherProcess("third")).job().status().takeovers()).isEqualTo(1);
  }

  /** Claims the lost job in another session and loses it again. */
  private Claim lostAgain(String owner) {
    Duration lease = fixture().lease();
    Claim claim = claimOneSoon(fixture().otherProcessView().board().join(owner, lease));
    passWithRoom(lease);
    return claim;
  }

  @Test
  protected void holder_whoseLeaseRanOut_isRefusedEverything() {
    ExpiringClaim expiringClaim = postedAndLost();
    BoardSession dead = expiringClaim.session();
    Claim stale = expiringClaim.claim();
    Claim fresh = claimOne(joinFromOtherProcess("other"));
    assertThatThrownBy(dead::renew).isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> dead.claim(1, everything())).isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> backend().jobs().write(report(stale, 1, "zombie")))
        .isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> backend().jobs().write(success(stale)))
        .isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> append(stale)).isInstanceOf(LostClaimException.class);
    dead.consume(stale);
    dead.abandon(stale);
    dead.close();
    assertThat(find(fresh.job().id())).isEqualTo(fresh.job());
    assertThat(joinFromOtherProcess("third").claim(10, everything())).isEmpty();
    backend().jobs().write(success(fresh));
  }

  @Test
  protected void holder_whoseLeaseRanOutUnnoticed_mustJoinAgain() {
    ExpiringClaim dead = postedAndLost();
    assertThatThrownBy(dead.session()::renew).isInstanceOf(LostClaimException.class);
    dead.session().close();
    Claim claim = claimOne(join("dead"));
    assertThat(claim.resumed()).isTrue();
    assertThat(claim.token()).isGreaterThan(dead.claim().token());
  }

  @Test
  protected void claims_ofOneSession_allEndWithItsLease() {
    record SessionSetup(List<Job> jobs, BoardSession alive, Claim own, Duration lease) {}
    SessionSetup setup =
        whileTrusted(
            "dead",
            (dead, lease) -> {
              List<Job> jobs = postAll(job(), job(), job());
              dead.claim(2, everything());
              BoardSession alive = joinFromOtherProcess("alive");
              return new SessionSetup(jobs, alive, claimOne(alive), lease);
            });
    passWithRoom(setup.lease());
    assertThat(ids(setup.alive().claim(10, everything())))
        .containsExactly(setup.jobs().get(0).id(), setup.jobs().get(1).id());
    assertThat(setup.own().job().id()).isEqualTo(setup.jobs().get(2).id());
    assertThat(find(setup.own().job().id())).isEqualTo(setup.own().job());
  }

  @Test
  protected void reconcile_whenALeaseExpired_releasesItsClaims() {
    Claim stale = postedAndLost().claim();
    JobId job = stale.job().id();
    // The backend may have released the job by itself already, but the job is released only once.
    assertThat(fixture().otherProcessView().board().reconcile().released()).isBetween(0L, 1L);
    assertThat(fixture().otherProcessView().board().reconcile().released()).isZero();
    assertThat(find(job)).hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.LOST);
    assertThat(backend().history().of(job).getLast().note())
        .as("the board session of an external board ends, the lease of another board expires")
        .matches("the (lease|board session) of executor '[^']+' (expired at 2.*Z|ended .*)");
    assertThat(backend().board().postings(0, 10).stream().map(Posting::owner))
        .containsExactly((String) null);
    assertThatThrownBy(() -> backend().jobs().write(success(stale)))
        .isInstanceOf(LostClaimException.class);
    assertThat(claimOne(join("other")).job().id()).isEqualTo(job);
  }

  @Test
  protected void renew_jobCancelled_namesItUntilItIsConsumed() {
    BoardSession session = join("holder");
    post(job());
    post(job());
    List<Claim> claims = session.claim(10, everything());
    Claim cancelled = claims.get(1);
    fixture()
        .otherProcessView()
        .jobs()
        .replace(inState(find(cancelled.job().id()), JobState.CANCELED));
    assertThat(session.renew()).containsExactly(cancelled.job().id());
    assertThat(session.renew()).containsExactly(cancelled.job().id());
    session.consume(cancelled);
    assertThat(session.renew()).isEmpty();
    assertThat(find(cancelled.job().id()))
        .hasState(JobState.CANCELED)
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.ENDED);
    backend().jobs().write(success(claims.get(0)));
  }

  @Test
  protected void renew_jobEndedByItsHolder_isNotNamed() {
    BoardSession session = join("holder");
    post(job());
    Claim claim = claimOne(session);
    backend().jobs().write(success(claim));
    assertThat(session.renew()).isEmpty();
    session.consume(claim);
    session.consume(claim);
    assertThat(session.renew()).isEmpty();
    assertThat(backend().board().postings(0, 10)).isEmpty();
  }

  @Test
  protected void abandon_job_isResumedByAnotherAtItsOldPlace() {
    List<Job> jobs = postAll(job().priority(5), job().priority(5));
    BoardSession first = join("first");
    Claim claim = first.claim(1, everything()).getFirst();
    Job late = post(job().priority(5));
    first.abandon(claim);
    assertThat(find(claim.job().id())).hasState(JobState.RUNNING).hasAttempt(1);
    List<Claim> taken = joinFromOtherProcess("second").claim(10, everything());
    assertThat(ids(taken)).containsExactly(jobs.get(0).id(), jobs.get(1).id(), late.id());
    assertThat(taken.stream().map(Claim::resumed)).containsExactly(true, false, false);
    assertThat(taken.getFirst().token()).isGreaterThan(claim.token());
    assertThat(taken.getFirst().job())
        .hasAttempt(2)
        .hasFailures(0)
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.ABANDONED, Kind.RESUMED);
  }

  @Test
  protected void abandon_job_isNotTakenAgainAtOnceByTheSame() {
    BoardSession session = join("first");
    post(job());
    session.abandon(claimOne(session));
    assertThat(session.claim(10, everything())).isEmpty();
    assertThat(joinFromOtherProcess("second").claim(10, everything())).hasSize(1);
  }

  @Test
  protected void abandon_job_refusesLaterWritesAndLines() {
    BoardSession session = join("first");
    post(job());
    Claim claim = claimOne(session);
    session.abandon(claim);
    assertThatThrownBy(() -> backend().jobs().write(success(claim)))
        .isInstanceOf(LostClaimException.class);
    assertThatThrownBy(() -> append(claim)).isInstanceOf(LostClaimException.class);
    assertThat(find(claim.job().id())).hasState(JobState.RUNNING);
  }

  @Test
  protected void abandon_jobThatEnded_staysEnded() {
    BoardSession session = join("first");
    post(job());
    Claim claim = claimOne(session);
    backend().jobs().write(success(claim));
    session.abandon(claim);
    assertThat(find(claim.job().id())).hasState(JobState.SUCCESS);
    assertThat(joinFromOtherProcess("second").claim(10, everything())).isEmpty();
  }

  @Test
  protected void abandon_jobParked_staysParked() {
    BoardSession session = join("first");
    post(job());
    Claim claim = claimOne(session);
    backend().jobs().write(park(claim));
    session.consume(claim);
    session.abandon(claim);
    session.close();
    assertThat(joinFromOtherProcess("second").claim(10, everything())).isEmpty();
  }

  @Test
  protected void close_withClaims_abandonsThemAtOnce() {
    BoardSession session = join("first");
    List<Job> jobs = postAll(job(), job());
    List<Claim> held = session.claim(10, everything());
    session.close();
    session.close();
    assertThatThrownBy(() -> backend().jobs().write(success(held.getFirst())))
        .isInstanceOf(LostClaimException.class);
    List<Claim> taken = joinFromOtherProcess("second").claim(10, everything());
    assertThat(ids(taken)).containsExactlyElementsOf(idsOf(jobs));
    assertThat(taken).allMatch(Claim::resumed);
    assertThat(taken.getFirst().job())
        .hasHistory(backend().history(), Kind.POSTED, Kind.STARTED, Kind.ABANDONED, Kind.RESUMED);
  }

  @Test
  protected void tokens_overManyClaims_onlyGrow() {
    Job job = post(job());
    long last = 0;
    for (int i = 1; i <= 5; i++) {
      BoardSession session = i % 2 == 0 ? join("e" + i) : joinFromOtherProcess("e" + i);
      Claim claim = claimOne(session);
      assertThat(claim.token()).isGreaterThan(last);
      assertThat(claim.job()).hasAttempt(i).hasFailures(0);
      last = claim.token();
      session.close();
    }
    assertThat(find(job.id())).hasState(JobState.RUNNING);
  }

  @Test
  protected void cancelledWhileAbandoned_isNotResumed() {
    BoardSession session = join("first");
    post(job());
    Claim claim = claimOne(session);
    session.abandon(claim);
    editState(claim.job().id(), JobState.CANCELED);
    assertThat(joinFromOtherProcess("second").claim(10, everything())).isEmpty();
  }

  /** A session and the claim that it held before its lease expired. */
  private record ExpiringClaim(BoardSession session, Claim claim, Duration lease) {}

  /**
   * Posts a job and claims it in a session, then waits until the lease of the session has expired.
   */
  private ExpiringClaim postedAndLost() {
    ExpiringClaim dead =
        whileTrusted(
            "dead",
            (session, lease) -> {
              post(job());
              return new ExpiringClaim(session, claimOne(session), lease);
            });
    passWithRoom(dead.lease());
    return dead;
  }

  private void passWithRoom(Duration lease) {
    fixture().passTime(lease.plusMillis(300));
  }

  /**
   * Runs a scenario while the lease of an executor lasts. If the lease expires during the scenario,
   * the machine was too slow: the scenario then starts again on another fixture with twice the
   * lease.
   */
  private <T> T whileTrusted(String owner, BiFunction<BoardSession, Duration, T> scenario) {
    for (Duration next = fixture().lease(); ; next = next.multipliedBy(2)) {
      Duration lease = next;
      BoardSession session = backend().board().join(owner, lease);
      AtomicReference<T> answer = new AtomicReference<>();
      Throwable failure = catchThrowable(() -> answer.set(scenario.apply(session, lease)));
      boolean inTime = !session.trustedUntil().isPast(fixture().clock());
      if (inTime || lease.compareTo(LONG_LEASE) > 0) {
        assertThat(failure).isNull();
        return answer.get();
      }
      replaceFixture();
    }
  }

  private void append(Claim claim) {
    backend()
        .log()
        .append(claim.job().id(), claim.token(), List.of(new LogLine(now(), 1, "log", "zombie")));
  }
}
