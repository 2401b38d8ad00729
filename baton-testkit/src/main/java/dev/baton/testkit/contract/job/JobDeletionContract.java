// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.ConflictException;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.LogLine;
import dev.baton.job.PostResult;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of a {@link dev.baton.job.JobStore} for the deletion of jobs. */
public abstract class JobDeletionContract extends BackendTestSetup {

  @Test
  protected void delete_job_removesItWithLogAndHistory() {
    Job job = post(job());
    Claim claim = claimOne(join("e"));
    backend().log().append(job.id(), claim.token(), List.of(new LogLine(now(), 1, "log", "line")));
    assertThat(backend().jobs().delete(job.id())).isTrue();
    assertThat(backend().jobs().find(job.id())).isEmpty();
    assertThat(backend().log().read(job.id(), 0, 10)).isEmpty();
    assertThat(backend().history().of(job.id())).isEmpty();
    assertThat(backend().jobs().search(JobQuery.of(Filter.EVERYTHING, 10)).count()).isZero();
  }

  @Test
  protected void delete_unknownOrDeletedJob_isFalse() {
    Job job = post(job());
    backend().jobs().delete(job.id());
    assertThat(backend().jobs().delete(job.id())).isFalse();
  }

  @Test
  protected void delete_cancelledJobThatItsExecutorHasNotStopped_isRefusedAndKeepsTheKey() {
    Job job = post(job().uniqueKey("k"));
    BoardSession session = join("e");
    Claim claim = claimOne(session);
    editState(job.id(), JobState.CANCELED);
    assertThatThrownBy(() -> fixture().otherProcessView().jobs().delete(job.id()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll(job.id().toString(), "'k'", "'e'");
    assertThat(backend().jobs().deleteAll(Filter.EVERYTHING, null)).isZero();
    Job next = job().uniqueKey("k").build();
    assertThat(backend().jobs().add(List.of(next)))
        .containsExactly(new PostResult(job.id(), false));
    assertThat(session.renew()).containsExactly(job.id());
    session.consume(claim);
    assertThat(backend().jobs().delete(job.id())).isTrue();
    assertThat(backend().jobs().add(List.of(next)))
        .containsExactly(new PostResult(next.id(), true));
  }

  @Test
  protected void delete_runningJobWithAUniqueKey_isRefusedUntilItEnded() {
    Job keyed = post(job().uniqueKey("k"));
    Job other = post(job());
    BoardSession session = join("e");
    List<Claim> claims = session.claim(10, everything());
    assertThatThrownBy(() -> backend().jobs().delete(keyed.id()))
        .isInstanceOf(ConflictException.class);
    assertThat(backend().jobs().deleteAll(Filter.EVERYTHING, null)).isEqualTo(1);
    assertThat(remaining()).containsExactly(keyed.id());
    backend().jobs().write(success(claims.getFirst()));
    session.consume(claims.getFirst());
    assertThat(backend().jobs().delete(keyed.id())).isTrue();
    assertThat(backend().jobs().delete(other.id())).isFalse();
  }

  @Test
  protected void delete_jobWithAUniqueKeyThatNoExecutorHas_isDone() {
    Job waiting = post(job().uniqueKey("a"));
    assertThat(backend().jobs().delete(waiting.id())).isTrue();
    Job given = post(job().uniqueKey("b"));
    BoardSession session = join("e");
    claimOne(session);
    session.close();
    assertThat(find(given.id()).state()).isEqualTo(JobState.RUNNING);
    assertThat(backend().jobs().delete(given.id())).isTrue();
    Job next = job().uniqueKey("b").build();
    assertThat(backend().jobs().add(List.of(next)))
        .containsExactly(new PostResult(next.id(), true));
  }

  @Test
  protected void delete_cancelledJobWhoseExecutorDied_isDoneWhenTheLeaseIsOver() {
    Job job = post(job().uniqueKey("k"));
    Duration lease = Duration.ofSeconds(2);
    claimOne(backend().board().join("e", lease));
    editState(job.id(), JobState.CANCELED);
    fixture().passTime(lease.multipliedBy(2));
    backend().board().reconcile();
    assertThat(backend().jobs().delete(job.id())).isTrue();
  }

  @Test
  protected void deleteAll_filter_removesWhatMatches() {
    Job queued = post(job());
    Job cancelled = post(job());
    Job failed = post(job());
    editState(cancelled.id(), JobState.CANCELED);
    editState(failed.id(), JobState.FAILED);
    Filter filter =
        FilterParser.parse("state=['SUCCESS', 'FAILED', 'CANCELED'] and created<'now+1d'");
    assertThat(backend().jobs().deleteAll(filter, null)).isEqualTo(2);
    assertThat(remaining()).containsExactly(queued.id());
    assertThat(backend().jobs().deleteAll(filter, null)).isZero();
  }

  @Test
  protected void deleteAll_nothingMatches_removesNothing() {
    Job job = post(job());
    assertThat(backend().jobs().deleteAll(FilterParser.parse("name='x'"), null)).isZero();
    assertThat(remaining()).containsExactly(job.id());
  }

  @Test
  protected void deleteAll_principals_removesOnlyWhatTheyMayDelete() {
    post(job().acl(Acl.ownedBy("user/alice")));
    post(job().acl(Acl.ownedBy("user/bob").with(Right.DELETE, "group/cleaners")));
    post(job().acl(Acl.ownedBy("user/bob").with(Right.EDIT_ACL, "user/alice")));
    Job viewed = post(job().acl(Acl.ownedBy("user/bob").with(Right.EDIT_DATA, "user/alice")));
    Job foreign = post(job().acl(Acl.ownedBy("user/bob")));
    assertThat(
            backend().jobs().deleteAll(Filter.EVERYTHING, Set.of("user/alice", "group/cleaners")))
        .isEqualTo(3);
    assertThat(remaining()).containsExactlyInAnyOrder(viewed.id(), foreign.id());
    assertThat(backend().jobs().deleteAll(Filter.EVERYTHING, Set.of())).isZero();
  }

  @Test
  protected void deleteAll_moreThanOneBatch_removesAll() {
    List<Job> jobs =
        IntStream.range(0, 2500)
            .mapToObj(i -> job().name(i % 5 == 0 ? "keep" : "go").build())
            .toList();
    backend().jobs().add(jobs);
    assertThat(backend().jobs().deleteAll(FilterParser.parse("name='go'"), null)).isEqualTo(2000);
    assertThat(backend().jobs().search(JobQuery.of(Filter.EVERYTHING, 0)).count()).isEqualTo(500);
  }

  private List<JobId> remaining() {
    return idsOf(backend().jobs().search(JobQuery.of(Filter.EVERYTHING, 100)).jobs());
  }
}
