// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import static dev.baton.testkit.backend.BackendTestSetup.everything;
import static dev.baton.testkit.backend.BackendTestSetup.ids;
import static dev.baton.testkit.backend.BackendTestSetup.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.JobBoard.Reconciliation;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import dev.baton.testkit.job.JobBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the window, and the repair of an external board that lost or gained entries. */
final class ExternalBoardRepairTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  private final ExternalBoardFixture fixture = ExternalBoardFixture.inMemory(300);

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<JobId> post(int count) {
    List<Job> jobs =
        IntStream.range(0, count)
            .mapToObj(i -> JobBuilder.aJob().created(Clock.system().now()).build())
            .toList();
    fixture.backend().jobs().add(jobs);
    return jobs.stream().map(Job::id).toList();
  }

  private BoardSession join(String owner) {
    return fixture.backend().board().join(owner, LEASE);
  }

  private void finish(BoardSession session, List<Claim> claims) {
    claims.forEach(claim -> {
      fixture.backend().jobs().write(success(claim));
      session.consume(claim);
    });
  }

  private List<JobId> finishUntil(BoardSession session, int count) {
    List<JobId> finished = new ArrayList<>();
    await()
        .until(() -> {
          List<Claim> claims = session.claim(100, everything());
          finish(session, claims);
          finished.addAll(ids(claims));
          return finished.size() >= count;
        });
    return finished;
  }

  @Test
  void post_moreJobsThanTheWindow_keepsOnlyTheWindowOnTheBoard() {
    List<JobId> jobs = post(1500);
    await().until(() -> fixture.server().names().size() >= 300);
    assertThat(fixture.server().names()).hasSizeLessThan(700);
    assertThat(finishUntil(join("e"), 1500)).containsExactlyInAnyOrderElementsOf(jobs);
    assertThat(fixture.server().names()).isEmpty();
  }

  @Test
  void boardLosesItsData_whileJobsWaitAndRun_allAreClaimedAgainWithGreaterTokens() {
    List<JobId> jobs = post(30);
    BoardSession before = join("before");
    List<Claim> running = before.claim(10, everything());
    fixture.server().clear();
    before.close();
    List<Claim> after = new ArrayList<>();
    BoardSession session = join("after");
    await()
        .until(() -> {
          after.addAll(session.claim(30, everything()));
          return after.size() >= 30;
        });
    assertThat(ids(after)).containsExactlyInAnyOrderElementsOf(jobs);
    for (Claim old : running) {
      assertThat(after)
          .filteredOn(claim -> claim.job().id().equals(old.job().id()))
          .singleElement()
          .satisfies(claim -> assertThat(claim.token()).isGreaterThan(old.token()));
    }
  }

  @Test
  void claim_severalEntriesOfOneJob_isGrantedOnce() {
    JobId job = post(1).getFirst();
    fixture.server().put(0, job);
    fixture.server().put(999, job);
    BoardSession session = join("e");
    List<Claim> claims = session.claim(10, everything());
    assertThat(ids(claims)).containsExactly(job);
    fixture.server().put(0, job);
    assertThat(fixture.otherProcessView().board().join("f", LEASE).claim(10, everything()))
        .isEmpty();
    finish(session, claims);
    assertThat(session.claim(10, everything())).isEmpty();
    assertThat(fixture.server().names()).isEmpty();
  }

  @Test
  void reconcile_missingAndRedundantEntries_repairsBoth() {
    List<JobId> jobs = post(3);
    // The feeder marks the jobs as posted.
    await()
        .until(() ->
            fixture.otherProcessView().board().reconcile().equals(new Reconciliation(0, 0, 0)));
    fixture.server().remove(fixture.server().names().subList(0, 1));
    fixture.server().put(5, jobs.getLast());
    await()
        .until(() ->
            fixture.otherProcessView().board().reconcile().equals(new Reconciliation(1, 1, 0)));
    assertThat(fixture.server().names()).hasSize(3);
  }
}
