// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.access.Acl;
import dev.baton.access.Principals;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.ConflictException;
import dev.baton.filter.Filter;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Value;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobOrigin;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.PostResult;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The contract of a job store for the origin of jobs, and for unique keys and counts, which depend
 * on the origin.
 */
public abstract class JobOriginContract extends BackendTestSetup {

  private static final String ALICE = "user/alice";
  private static final String BOB = "user/bob";

  @Test
  protected void origin_everyComponent_isStoredAndNeverEdited() {
    JobOrigin origin =
        new JobOrigin(
            BOB,
            "nightly",
            "step-1",
            true,
            JobId.named("the first one"),
            JobId.named("a bulk retry"));
    Job posted = post(ALICE, origin, null);
    post(ALICE, JobOrigin.of(ALICE).copyOf(JobId.named("the first one"), null), null);
    Filter copies =
        Filter.equal(Path.of("origin", "retried-by"), JobId.named("a bulk retry").toString());
    assertThat(idsOf(backend().jobs().search(JobQuery.of(copies, 10)).jobs()))
        .containsExactly(posted.id());
    assertThat(find(posted.id()).origin()).isEqualTo(origin);
    edit(posted.id(), job -> job.withOrigin(JobOrigin.of(ALICE)));
    assertThat(find(posted.id()).origin()).isEqualTo(origin);
  }

  @Test
  protected void origin_ofDistribution_isFoundAndTagsOfUsersAreNot() {
    Job own = post(Principals.ADMIN, JobOrigin.of(Principals.ADMIN).postedBy("nightly"), null);
    backend()
        .jobs()
        .add(List.of(job().acl(Acl.ownedBy(ALICE)).tags("distribution/nightly").build()));
    Filter posted = new Filter.Equal(Path.of("origin", "distribution"), new Value.Text("nightly"));
    assertThat(idsOf(backend().jobs().search(JobQuery.of(posted, 10)).jobs()))
        .containsExactly(own.id());
  }

  @Test
  protected void parked_isFoundAndTagsOfUsersAreNot() {
    backend().jobs().add(List.of(job().tags("monitor").build()));
    Claim claim = claimOne(join("e1"));
    Filter parked = new Filter.NotEqual(Path.of("parked"), new Value.Null());
    assertThat(backend().jobs().search(JobQuery.of(parked, 10)).jobs()).isEmpty();
    backend().jobs().write(park(claim));
    assertThat(find(claim.job().id()).status().parked()).isTrue();
    assertThat(idsOf(backend().jobs().search(JobQuery.of(parked, 10)).jobs()))
        .containsExactly(claim.job().id());
    assertThat(editState(claim.job().id(), JobState.SUCCESS).status().parked()).isFalse();
  }

  @Test
  protected void uniqueKey_ofAnotherOwner_isFree() {
    Job first = post(ALICE, JobOrigin.of(ALICE), "k");
    Job other = keyed(BOB, JobOrigin.of(BOB), "k");
    Job again = keyed(ALICE, JobOrigin.of(ALICE), "k");
    assertThat(backend().jobs().add(List.of(other, again)))
        .containsExactly(new PostResult(other.id(), true), new PostResult(first.id(), false));
  }

  @Test
  protected void uniqueKeys_ofTwoOwnersInOneList_doNotMeet() {
    Job first = keyed(ALICE, JobOrigin.of(ALICE), "k");
    Job second = keyed(BOB, JobOrigin.of(BOB), "k");
    Job third = keyed(BOB, JobOrigin.of(BOB), "k");
    assertThat(backend().jobs().add(List.of(first, second, third)))
        .containsExactly(
            new PostResult(first.id(), true),
            new PostResult(second.id(), true),
            new PostResult(second.id(), false));
  }

  @Test
  protected void uniqueKey_ofDistribution_isApartFromThatOfItsOwner() {
    JobOrigin admin = JobOrigin.of(Principals.ADMIN);
    Job byAdmin = post(Principals.ADMIN, admin, "k");
    Job own = keyed(Principals.ADMIN, admin.postedBy("monitor_bulk_jobs"), "k");
    Job same = keyed(Principals.ADMIN, admin.postedBy("monitor_bulk_jobs"), "k");
    Job other = keyed(Principals.ADMIN, admin.postedBy("nightly"), "k");
    assertThat(backend().jobs().add(List.of(own, same, other)))
        .containsExactly(
            new PostResult(own.id(), true),
            new PostResult(own.id(), false),
            new PostResult(other.id(), true));
    assertThat(find(byAdmin.id()).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  protected void uniqueKey_afterOwnersWereEdited_staysWhereItWasPosted() {
    Job posted = post(ALICE, JobOrigin.of(ALICE), "k");
    edit(
        posted.id(),
        job ->
            new Job(
                job.id(),
                job.spec(),
                job.status(),
                Acl.ownedBy(BOB),
                job.origin(),
                job.created(),
                job.createdBy(),
                job.updated(),
                job.updatedBy(),
                job.revision()));
    Job ofBob = keyed(BOB, JobOrigin.of(BOB), "k");
    assertThat(backend().jobs().add(List.of(ofBob)))
        .containsExactly(new PostResult(ofBob.id(), true));
  }

  @Test
  protected void uniqueKey_ofJobCancelledWhileItRuns_isTakenUntilItsExecutorLetsGo() {
    Job first = post(ALICE, JobOrigin.of(ALICE), "k");
    BoardSession session = join("e1");
    Claim claim = claimOne(session);
    editState(first.id(), JobState.CANCELED);
    Job second = keyed(ALICE, JobOrigin.of(ALICE), "k");
    assertThat(backend().jobs().add(List.of(second)))
        .containsExactly(new PostResult(first.id(), false));
    assertThatThrownBy(() -> editKey(post(ALICE, JobOrigin.of(ALICE), null).id(), "k"))
        .isInstanceOf(ConflictException.class);
    assertThat(session.renew()).containsExactly(first.id());
    session.consume(claim);
    assertThat(backend().jobs().add(List.of(second)))
        .containsExactly(new PostResult(second.id(), true));
    assertThat(session.renew()).isEmpty();
  }

  @Test
  protected void uniqueKey_ofAJobThatAnExecutorHas_isNotFreedByAnEdit() {
    Job job = post(job().uniqueKey("k"));
    BoardSession session = join("e1");
    Claim claim = claimOne(session);
    assertThatThrownBy(() -> editKey(job.id(), "other"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll("change its unique-key", job.id().toString(), "'k'", "'e1'");
    assertThatThrownBy(() -> editState(job.id(), JobState.QUEUED))
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll("cannot be QUEUED", job.id().toString(), "'k'", "'e1'");
    Job next = job().uniqueKey("k").build();
    assertThat(backend().jobs().add(List.of(next)))
        .containsExactly(new PostResult(job.id(), false));
    backend().jobs().write(report(claim, 1, "still held"));
    edit(job.id(), stored -> stored.withSpec(stored.spec().toBuilder().name("named").build()));
    session.close();
    editKey(job.id(), "other");
    assertThat(backend().jobs().add(List.of(next)))
        .containsExactly(new PostResult(next.id(), true));
  }

  @Test
  protected void uniqueKey_ofCancelledJobWhoseExecutorLeft_isFree() {
    Job first = post(ALICE, JobOrigin.of(ALICE), "k");
    BoardSession session = join("e1");
    claimOne(session);
    editState(first.id(), JobState.CANCELED);
    session.close();
    Job second = keyed(ALICE, JobOrigin.of(ALICE), "k");
    assertThat(backend().jobs().add(List.of(second)))
        .containsExactly(new PostResult(second.id(), true));
  }

  @Test
  protected void uniqueKey_ofCancelledJobWhoseExecutorDied_isFreeWhenTheLeaseIsOver() {
    Job first = post(ALICE, JobOrigin.of(ALICE), "k");
    Duration lease = Duration.ofSeconds(2);
    BoardSession session = backend().board().join("e1", lease);
    claimOne(session);
    editState(first.id(), JobState.CANCELED);
    fixture().passTime(lease.multipliedBy(2));
    backend().board().reconcile();
    Job second = keyed(ALICE, JobOrigin.of(ALICE), "k");
    assertThat(backend().jobs().add(List.of(second)))
        .containsExactly(new PostResult(second.id(), true));
  }

  @Test
  protected void uniqueKey_ofJobCancelledWhileItWaits_isFreeAtOnce() {
    Job first = post(ALICE, JobOrigin.of(ALICE), "k");
    editState(first.id(), JobState.CANCELED);
    Job second = keyed(ALICE, JobOrigin.of(ALICE), "k");
    assertThat(backend().jobs().add(List.of(second)))
        .containsExactly(new PostResult(second.id(), true));
  }

  @Test
  protected void unfinished_countsWaitingAndRunningJobsOfTheOwner() {
    post(ALICE, JobOrigin.of(ALICE), null);
    post(ALICE, JobOrigin.of(BOB), null);
    Job ended = post(ALICE, JobOrigin.of(ALICE), null);
    assertThat(backend().jobs().countUnfinished(ALICE)).isEqualTo(2);
    claimOne(join("e1"), 3);
    editState(ended.id(), JobState.CANCELED);
    assertThat(backend().jobs().countUnfinished(ALICE)).isEqualTo(1);
    assertThat(backend().jobs().countUnfinished(BOB)).isEqualTo(1);
    assertThat(backend().jobs().countUnfinished("user/nobody")).isZero();
  }

  private void claimOne(BoardSession session, int expected) {
    assertThat(session.claim(10, everything())).hasSize(expected);
  }

  private void editKey(JobId id, String key) {
    edit(id, job -> job.withSpec(job.spec().toBuilder().uniqueKey(key).build()));
  }

  private Job post(String owner, JobOrigin origin, @Nullable String key) {
    Job job = keyed(owner, origin, key);
    backend().jobs().add(List.of(job));
    return job;
  }

  private Job keyed(String owner, JobOrigin origin, @Nullable String key) {
    return job()
        .acl(Acl.ownedBy(owner))
        .spec(spec -> spec.uniqueKey(key))
        .build()
        .withOrigin(origin);
  }
}
