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
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.Jobs;
import dev.baton.job.Priority;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests edits, retries and deletions. */
final class JobServiceEditTest {

  private final JobServiceTestSetup setup = new JobServiceTestSetup();
  private final JobService jobService = setup.jobService;

  @Test
  void findAndSearch_showWhatTheAclShows() {
    Job hidden = setup.posted(JobServiceTestSetup.BOB, JobSpec.of("a"));
    Job shared =
        setup.posted(
            JobServiceTestSetup.BOB,
            JobSpec.of("a"),
            Acl.ownedBy("user/bob").with(Right.VIEW_META, "user/alice"));
    Job own = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("a"));

    Jobs jobs = jobService.forCaller(JobServiceTestSetup.ALICE);
    assertThat(jobs.find(hidden.id())).isEmpty();
    assertThat(jobs.find(shared.id())).isPresent();
    assertThat(jobs.search(JobQuery.of(Filter.EVERYTHING, 10)).jobs())
        .extracting(Job::id)
        .containsExactlyInAnyOrder(shared.id(), own.id());
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() ->
            jobService.forCaller(Caller.anonymous()).search(JobQuery.of(Filter.EVERYTHING, 1)));
  }

  @Test
  void edit_withoutRight_isForbidden_andOfNothing_notFound() {
    Job job = setup.posted(JobServiceTestSetup.BOB, JobSpec.of("a"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(
            () -> jobService.forCaller(JobServiceTestSetup.ALICE).edit(job.id(), each -> each))
        .withMessageStartingWith("invalid credentials for '" + job.id() + "': the right '");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() ->
            jobService
                .forCaller(JobServiceTestSetup.ALICE)
                .edit(JobId.named("none"), each -> each));
  }

  @Test
  void edit_ofMetadataOnly_changesNothingElse() {
    Job job =
        setup.posted(
            JobServiceTestSetup.BOB,
            JobSpec.of("a"),
            Acl.ownedBy("user/bob").with(Right.EDIT_META, "user/alice"));

    Job edited =
        jobService
            .forCaller(JobServiceTestSetup.ALICE)
            .edit(
                job.id(),
                old ->
                    JobServiceTestSetup.toState(JobState.SUCCESS)
                        .apply(
                            old.withSpec(
                                old.spec().toBuilder()
                                    .name("n")
                                    .tags(List.of("t"))
                                    .priority(new Priority(0))
                                    .build())));

    assertThat(edited.spec())
        .isEqualTo(job.spec().toBuilder().name("n").tags(List.of("t")).build());
    assertThat(edited.state()).isEqualTo(JobState.QUEUED);
    assertThat(edited.updatedBy()).isEqualTo("user/alice");
  }

  @Test
  void edit_byOneWhoDoesNotOwnIt_cannotChangeWhatItDoes() {
    Acl acl = Acl.ownedBy(Principals.ADMIN).with(Right.EDIT_DATA, "user/alice");
    Job job =
        setup.posted(
            JobServiceTestSetup.ADMIN, JobSpec.builder("dangerous").payload("{}").build(), acl);

    Job edited =
        jobService
            .forCaller(JobServiceTestSetup.ALICE)
            .edit(
                job.id(),
                old ->
                    old.withSpec(old.spec().toBuilder().payload("{\"evil\":1}").action("b").build())
                        .withStatus(old.status()));

    assertThat(edited.spec().payload()).isEqualTo("{}");
    assertThat(edited.spec().action()).isEqualTo("dangerous");
  }

  @Test
  void edit_cannotMakeTheAdministratorsAnOwner() {
    Job job = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("a"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() ->
            jobService
                .forCaller(JobServiceTestSetup.ALICE)
                .edit(
                    job.id(),
                    old ->
                        new Job(
                            old.id(),
                            old.spec(),
                            old.status(),
                            Acl.ownedBy(Principals.ADMIN),
                            old.origin(),
                            old.created(),
                            old.createdBy(),
                            old.updated(),
                            old.updatedBy(),
                            old.revision())));
  }

  @Test
  void edit_toAFinalState_setsWhatFollows_andIsTheLast() {
    Job job = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("a"));
    Jobs jobs = jobService.forCaller(JobServiceTestSetup.ALICE);
    jobs.edit(job.id(), JobServiceTestSetup.toState(JobState.RUNNING));
    setup.clock.advance(Duration.ofSeconds(42));
    JobStatus status = jobs.edit(job.id(), JobServiceTestSetup.toState(JobState.SUCCESS)).status();

    assertThat(status.progress()).isEqualTo(100);
    assertThat(status.durationSeconds()).isEqualTo(42);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() ->
            jobService
                .forCaller(JobServiceTestSetup.ADMIN)
                .edit(job.id(), JobServiceTestSetup.toState(JobState.QUEUED)))
        .withMessageStartingWith("edit is not allowed in final state");
  }

  @Test
  void edit_whenSomebodyElseWrites_startsAgain() {
    Job job = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("a"));
    AtomicInteger tries = new AtomicInteger();

    jobService
        .forCaller(JobServiceTestSetup.ALICE)
        .edit(
            job.id(),
            old -> {
              if (tries.incrementAndGet() <= 3) {
                setup.backend.jobs().replace(old.withSpec(tagged(old.spec(), "t" + tries.get())));
              }
              return old.withSpec(tagged(old.spec(), "mine"));
            });

    assertThat(tries).hasValue(4);
    assertThat(setup.stored(job.id()).spec().tags()).containsExactly("t1", "t2", "t3", "mine");
  }

  private static JobSpec tagged(JobSpec spec, String tag) {
    List<String> tags = Stream.concat(spec.tags().stream(), Stream.of(tag)).toList();
    return spec.toBuilder().tags(tags).build();
  }

  @Test
  void edit_ofTheUniqueKeyInTheNamespaceOfAnother_isIgnored() {
    Acl acl = Acl.ownedBy("user/alice").with(Right.EDIT_DATA, "user/bob");
    Job job = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("a"), acl);
    UnaryOperator<Job> takeKey =
        each -> each.withSpec(each.spec().toBuilder().uniqueKey("nightly").build());
    assertThat(
            jobService
                .forCaller(JobServiceTestSetup.BOB)
                .edit(job.id(), takeKey)
                .spec()
                .uniqueKey())
        .isNull();
    assertThat(
            jobService
                .forCaller(JobServiceTestSetup.ALICE)
                .edit(job.id(), takeKey)
                .spec()
                .uniqueKey())
        .isEqualTo("nightly");
  }

  @Test
  void retry_ofAFinalJob_postsACopy() {
    Job job =
        setup.posted(
            JobServiceTestSetup.ALICE,
            JobSpec.builder("a").payload("{\"x\":1}").tags(List.of("t")).build());
    jobService.forCaller(JobServiceTestSetup.ALICE).cancel(job.id());

    Job copy = jobService.forCaller(JobServiceTestSetup.ALICE).retry(job.id());

    assertThat(copy.id()).isNotEqualTo(job.id());
    assertThat(copy.state()).isEqualTo(JobState.QUEUED);
    assertThat(copy.spec().payload()).isEqualTo("{\"x\":1}");
    assertThat(copy.spec().tags()).containsExactly("t");
    assertThat(copy.origin().retryOf()).isEqualTo(job.id());
    assertThat(setup.stored(job.id()).state()).isEqualTo(JobState.CANCELED);
  }

  @Test
  void retry_byOneWhoDoesNotOwnIt_givesNoRights() {
    Acl acl =
        Acl.ownedBy(Principals.ADMIN)
            .with(Right.MANAGE, "user/alice")
            .with(Right.VIEW_DATA, "user/alice");
    Job plain = setup.posted(JobServiceTestSetup.ADMIN, JobSpec.of("a"), acl);
    Job dangerous = setup.posted(JobServiceTestSetup.ADMIN, JobSpec.of("dangerous"), acl);
    jobService.forCaller(JobServiceTestSetup.ADMIN).cancel(plain.id());
    jobService.forCaller(JobServiceTestSetup.ADMIN).cancel(dangerous.id());

    assertThat(jobService.forCaller(JobServiceTestSetup.ALICE).retry(plain.id()).acl())
        .isEqualTo(Acl.ownedBy("user/alice"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> jobService.forCaller(JobServiceTestSetup.ALICE).retry(dangerous.id()));
  }

  @Test
  void retry_ofAJobThatWaits_makesItDueNow() {
    Job job =
        setup.posted(
            JobServiceTestSetup.ALICE,
            JobSpec.builder("a").notBefore(setup.clock.now().plus(Duration.ofDays(1))).build());
    jobService.forCaller(JobServiceTestSetup.ALICE).retry(job.id());

    assertThat(setup.backend.board().postings(0, 1).getFirst().due()).isEqualTo(setup.clock.now());
  }

  @Test
  void retry_ofARunningJob_isAConflict() {
    Job job = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("a"));
    jobService
        .forCaller(JobServiceTestSetup.ALICE)
        .edit(job.id(), JobServiceTestSetup.toState(JobState.RUNNING));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> jobService.forCaller(JobServiceTestSetup.ALICE).retry(job.id()));
  }

  @Test
  void delete_needsTheRight() {
    Job job = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("a"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> jobService.forCaller(JobServiceTestSetup.BOB).delete(job.id()));
    assertThat(jobService.forCaller(JobServiceTestSetup.BOB).deleteAll(Filter.EVERYTHING)).isZero();

    jobService.forCaller(JobServiceTestSetup.ALICE).delete(job.id());
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> jobService.forCaller(JobServiceTestSetup.ALICE).delete(job.id()));
  }
}
