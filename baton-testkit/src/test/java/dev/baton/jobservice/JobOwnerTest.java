// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.error.ConflictException;
import dev.baton.error.QuotaExceededException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.PostResult;
import dev.baton.memory.InMemoryBackend;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that jobs of one owner cannot affect jobs of another owner: unique keys, tags, quotas. */
final class JobOwnerTest {

  private static final Caller ALICE = user("alice");
  private static final Caller BOB = user("bob");
  private static final Caller ADMIN = Caller.internal();
  private static final JobQuotas QUOTAS = new JobQuotas(3, 2);

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final JobService jobService =
      new JobService(backend.jobs(), (spec, caller) -> spec, QUOTAS, clock);

  private static Caller user(String name) {
    return new Caller(
        "user/" + name, "user/" + name, Set.of("user/" + name, Principals.USER), null);
  }

  private static JobSpec keyed(String key) {
    return JobSpec.builder("a").uniqueKey(key).build();
  }

  private Job stored(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  private void setState(JobId id, JobState state) {
    Job job = stored(id);
    backend.jobs().replace(job.withStatus(job.status().toBuilder().state(state).build()));
  }

  @Test
  void post_withTheUniqueKeyOfAnotherUser_postsANewJob() {
    PostResult first = jobService.forCaller(ALICE).post(keyed("k"));
    PostResult second = jobService.forCaller(BOB).post(keyed("k"));

    assertThat(second.isNew()).isTrue();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(jobService.forCaller(BOB).post(keyed("k")))
        .isEqualTo(new PostResult(second.id(), false));
  }

  @Test
  void post_byMembersOfOneGroup_sharesItsUniqueKeys() {
    Caller alice = inGroup("user/alice");
    Caller bob = inGroup("user/bob");
    PostResult first = jobService.forCaller(alice).post(keyed("k"));

    assertThat(jobService.forCaller(bob).post(keyed("k")))
        .isEqualTo(new PostResult(first.id(), false));
  }

  private static Caller inGroup(String user) {
    return new Caller(user, "group/acme", Set.of(user, "group/acme", Principals.USER), null);
  }

  @Test
  void retry_whenAnotherJobHasTheUniqueKey_isAConflictThatNamesIt() {
    JobId ended = jobService.forCaller(ALICE).post(keyed("k")).id();
    jobService.forCaller(ALICE).cancel(ended);
    JobId next = jobService.forCaller(ALICE).post(keyed("k")).id();

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> jobService.forCaller(ALICE).retry(ended))
        .withMessageContaining("'k'")
        .withMessageContaining(next.toString());
    assertThat(backend.jobs().countUnfinished("user/alice")).isEqualTo(1);
    jobService.forCaller(ALICE).cancel(next);
    assertThat(jobService.forCaller(ALICE).retry(ended).origin().retryOf()).isEqualTo(ended);
  }

  @Test
  void retry_ofAJobOfADistribution_byOneWhoDoesNotOwnIt_isNotItsJob() {
    Acl acl =
        Acl.ownedBy(Principals.ADMIN)
            .with(Right.MANAGE, "user/alice")
            .with(Right.VIEW_DATA, "user/alice");
    JobRequest request = new JobRequest(keyed("k"), acl, null).postedBy("nightly");
    JobId job = jobService.post(ADMIN, List.of(request)).getFirst().id();
    jobService.forCaller(ADMIN).cancel(job);

    Job copy = jobService.forCaller(ALICE).retry(job);

    assertThat(copy.origin().distribution()).isNull();
    assertThat(copy.origin().owner()).isEqualTo("user/alice");
    assertThat(jobService.forCaller(ADMIN).retry(job).origin().distribution()).isEqualTo("nightly");
  }

  @Test
  void edit_thatAddsTheMonitorTag_parksForAdministratorsOnly() {
    JobId bulk = jobService.forCaller(ALICE).post(JobSpec.of("bulk_post")).id();
    setState(bulk, JobState.RUNNING);

    jobService.forCaller(ALICE).edit(bulk, job -> tagged(job, "monitor"));
    assertThat(stored(bulk).status().parked()).isFalse();
    jobService.forCaller(ALICE).edit(bulk, job -> tagged(job, "other"));
    jobService.forCaller(ADMIN).edit(bulk, job -> tagged(job, "monitor"));
    assertThat(stored(bulk).status().parked()).isTrue();
    jobService.forCaller(ALICE).edit(bulk, job -> tagged(job, "other"));
    assertThat(stored(bulk).status().parked()).isTrue();
  }

  private static Job tagged(Job job, String tag) {
    return job.withSpec(job.spec().toBuilder().tags(List.of(tag)).build());
  }

  @Test
  void ended_ofAJobThatOnlySaysItIsAwaited_signalsNobody() {
    JobId parent = jobService.forCaller(ALICE).post(JobSpec.of("a")).id();
    JobSpec spec =
        JobSpec.builder("a").parent(parent).tags(List.of("awaited-by/" + parent.uuid())).build();
    JobId child = jobService.forCaller(ALICE).post(spec).id();
    jobService.forCaller(ALICE).cancel(child);

    assertThat(stored(parent).status().signals()).isEmpty();
  }

  @Test
  void postOnce_repeated_answersTheChildrenThatAreThere() {
    JobId parent = jobService.forCaller(ADMIN).post(JobSpec.of("a")).id();
    Map<String, JobSpec> specs = Map.of("one", JobSpec.of("a"));
    JobId first = jobService.forRun(stored(parent)).postOnce(specs).getFirst().id();

    assertThat(jobService.forRun(stored(parent)).postOnce(specs))
        .containsExactly(new PostResult(first, false));
    assertThat(
            jobService.forRun(stored(parent)).postOnce(Map.of("two", JobSpec.of("a"))).getFirst())
        .matches(PostResult::isNew);
    assertThat(stored(first).origin().childKey()).isEqualTo("one");
    assertThat(stored(first).spec().parent()).isEqualTo(parent);
  }

  @Test
  void post_beyondTheQuotaOfTheOwner_isRefusedUntilJobsEnd() {
    List<JobId> posted =
        IntStream.range(0, 3)
            .mapToObj(i -> jobService.forCaller(ALICE).post(JobSpec.of("a")).id())
            .toList();

    assertThatExceptionOfType(QuotaExceededException.class)
        .isThrownBy(() -> jobService.forCaller(ALICE).post(JobSpec.of("a")))
        .withMessageContaining("'user/alice' has 3 jobs")
        .withMessageContaining("allowed: 3")
        .withMessageContaining("quota-jobs-per-owner");
    assertThat(jobService.forCaller(BOB).post(JobSpec.of("a")).isNew()).isTrue();
    jobService.forCaller(ALICE).cancel(posted.getFirst());
    assertThat(jobService.forCaller(ALICE).post(JobSpec.of("a")).isNew()).isTrue();
  }

  /** A user gets a new session with each login, and every user is in the two groups. */
  @ParameterizedTest
  @ValueSource(strings = {"session/1", "group/nuvla-user", "group/nuvla-anon"})
  void post_withAnOwnerThatIsNoAccount_countsForTheCaller(String owner) {
    Caller alice = loggedIn("user/alice");
    JobRequest request = new JobRequest(keyed("k"), Acl.ownedBy(owner), null);
    Job first = stored(jobService.post(alice, List.of(request)).getFirst().id());
    assertThat(first.acl().owners()).containsExactly(owner);
    assertThat(first.origin().owner()).isEqualTo("user/alice");
    assertThat(jobService.post(loggedIn("user/bob"), List.of(request)).getFirst().isNew()).isTrue();

    jobService.forCaller(alice).post(List.of(JobSpec.of("a"), JobSpec.of("a")));
    JobRequest another = new JobRequest(JobSpec.of("a"), Acl.ownedBy(owner), null);
    assertThatExceptionOfType(QuotaExceededException.class)
        .isThrownBy(() -> jobService.post(alice, List.of(another)))
        .withMessageContaining("'user/alice' has 3 jobs");
  }

  private static Caller loggedIn(String user) {
    Set<String> claims =
        Set.of(user, "group/acme", "session/1", Principals.USER, Principals.ANONYMOUS);
    return new Caller(user, user, claims, "session/1");
  }

  @Test
  void post_withAGroupAsTheOwner_countsForTheGroup() {
    JobRequest request = new JobRequest(keyed("k"), Acl.ownedBy("group/acme"), null);
    PostResult first = jobService.post(loggedIn("user/alice"), List.of(request)).getFirst();

    assertThat(stored(first.id()).origin().owner()).isEqualTo("group/acme");
    assertThat(jobService.post(loggedIn("user/bob"), List.of(request)).getFirst())
        .isEqualTo(new PostResult(first.id(), false));
  }

  @Test
  void postOfARun_whoseOwnersWereEditedToASession_countsForTheAccountOfTheSession() {
    Caller alice = loggedIn("user/alice");
    JobId id = jobService.forCaller(alice).post(JobSpec.of("a")).id();
    Job run = jobService.forCaller(alice).edit(id, job -> ownedBy(job, "session/1"));

    JobId child = jobService.forRun(run).post(JobSpec.of("a")).id();
    assertThat(stored(child).acl().owners()).containsExactly("session/1");
    assertThat(stored(child).origin().owner()).isEqualTo("user/alice");
    jobService.forCaller(alice).cancel(child);
    assertThat(jobService.forRun(run).retry(child).origin().owner()).isEqualTo("user/alice");
  }

  private static Job ownedBy(Job job, String owner) {
    return new Job(
        job.id(),
        job.spec(),
        job.status(),
        Acl.ownedBy(owner),
        job.origin(),
        job.created(),
        job.createdBy(),
        job.updated(),
        job.updatedBy(),
        job.revision());
  }

  @Test
  void quota_countsCopiesAndChildren() {
    JobId first = jobService.forCaller(ALICE).post(JobSpec.of("a")).id();
    jobService.forCaller(ALICE).cancel(first);
    JobId parent = jobService.forCaller(ALICE).post(JobSpec.of("a")).id();
    jobService.forRun(stored(parent)).post(List.of(JobSpec.of("a"), JobSpec.of("a")));

    assertThatExceptionOfType(QuotaExceededException.class)
        .isThrownBy(() -> jobService.forCaller(ALICE).retry(first));
    assertThatExceptionOfType(QuotaExceededException.class)
        .isThrownBy(() -> jobService.forRun(stored(parent)).post(JobSpec.of("a")));
    clock.advance(Duration.ofMinutes(1));
    assertThat(backend.jobs().countUnfinished("user/alice")).isEqualTo(3);
  }

  @Test
  void quotas_ofAdministrators_areNone() {
    List<JobRequest> many =
        IntStream.range(0, 10).mapToObj(i -> JobRequest.of(JobSpec.of("a"))).toList();
    assertThat(jobService.post(ADMIN, many)).hasSize(10);
    assertThatExceptionOfType(QuotaExceededException.class)
        .isThrownBy(() -> jobService.post(ALICE, many))
        .withMessageContaining("10 jobs")
        .withMessageContaining("quota-jobs-per-request");
  }
}
