// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.job.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests posts, and the rights that a posted job gets. */
final class JobServicePostTest {

  private final JobServiceTestSetup setup = new JobServiceTestSetup();
  private final JobService jobService = setup.jobService;

  @Test
  void post_isOwnedByTheActiveClaim_andCreatedByTheUser() {
    Caller inGroup =
        new Caller("user/alice", "group/acme", Set.of("user/alice", Principals.USER), null);
    Job job = setup.posted(inGroup, JobSpec.of("a"));

    assertThat(job.acl()).isEqualTo(Acl.ownedBy("group/acme"));
    assertThat(job.createdBy()).isEqualTo("user/alice");
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void post_withTarget_affectsItToo() {
    JobSpec spec =
        JobSpec.builder("a")
            .target(ResourceRef.of("deployment/1"))
            .affected(List.of(ResourceRef.of("credential/2")))
            .build();
    assertThat(setup.posted(JobServiceTestSetup.ALICE, spec).spec().affected())
        .containsExactly(ResourceRef.of("credential/2"), ResourceRef.of("deployment/1"));
  }

  @Test
  void post_byAnonymousOrExecutors_isForbidden() {
    Caller executor = new Caller("user/e", Principals.EXECUTOR, Set.of(Principals.EXECUTOR), null);
    for (Caller caller : List.of(Caller.anonymous(), executor)) {
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> jobService.forCaller(caller).post(JobSpec.of("a")));
    }
    assertThat(
            jobService
                .forCaller(JobServiceTestSetup.ADMIN)
                .search(JobQuery.of(Filter.EVERYTHING, 10))
                .count())
        .isZero();
  }

  @Test
  void post_ofSeveralWithOneRefused_postsNone() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() ->
            jobService
                .forCaller(JobServiceTestSetup.ALICE)
                .post(List.of(JobSpec.of("a"), JobSpec.of("unknown"))));
    assertThat(
            jobService
                .forCaller(JobServiceTestSetup.ADMIN)
                .search(JobQuery.of(Filter.EVERYTHING, 10))
                .count())
        .isZero();
  }

  @Test
  void post_inAnothersName_isForAdministrators() {
    JobRequest request = new JobRequest(JobSpec.of("a"), Acl.ownedBy("user/bob"), "user/bob");

    assertThat(
            setup
                .stored(
                    jobService.post(JobServiceTestSetup.ADMIN, List.of(request)).getFirst().id())
                .createdBy())
        .isEqualTo("user/bob");
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> jobService.post(JobServiceTestSetup.ALICE, List.of(request)))
        .withMessageContaining("'user/bob'");
  }

  @Test
  void post_underAnothersParent_isForbidden() {
    Job parent = setup.posted(JobServiceTestSetup.BOB, JobSpec.of("bulk_x"));
    JobSpec child = JobSpec.builder("a").parent(parent.id()).build();

    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> jobService.forCaller(JobServiceTestSetup.ALICE).post(child));
    assertThat(setup.posted(JobServiceTestSetup.BOB, child).spec().parent()).isEqualTo(parent.id());
  }

  @Test
  void run_postsChildrenOfItsJob_withItsOwnersRights() {
    Acl acl = Acl.ownedBy("user/alice").with(Right.VIEW_DATA, "user/bob");
    Job parent = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("bulk_x"), acl);
    Jobs jobs = jobService.forRun(parent);

    Job child = setup.stored(jobs.post(JobSpec.of("a")).id());
    assertThat(child.spec().parent()).isEqualTo(parent.id());
    assertThat(child.acl()).isEqualTo(acl);
    assertThat(child.createdBy()).isEqualTo("user/alice");
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> jobs.post(JobSpec.of("dangerous")));
    assertThat(
            jobService
                .forRun(setup.posted(JobServiceTestSetup.ADMIN, JobSpec.of("b")))
                .post(JobSpec.of("dangerous"))
                .isNew())
        .isTrue();
  }

  @Test
  void run_ofACancelledJob_leavesNoChildrenBehind() {
    Job parent = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("bulk_x"));
    Jobs jobs = jobService.forRun(parent);
    jobService.forCaller(JobServiceTestSetup.ALICE).cancel(parent.id());

    assertThatExceptionOfType(LostClaimException.class)
        .isThrownBy(() -> jobs.post(JobSpec.of("a")));
    assertThat(
            jobService
                .forCaller(JobServiceTestSetup.ADMIN)
                .search(JobQuery.of(Filter.EVERYTHING, 10))
                .jobs())
        .filteredOn(job -> job.spec().action().equals("a"))
        .extracting(Job::state)
        .containsExactly(JobState.CANCELED);
  }

  @Test
  void run_ofAJobThatOnlyAdministratorsOwn_hasTheRightsOfAdministrators() {
    JobService knowing = jobService.withAdministrators("user/alice"::equals);
    Job own = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("a"));
    Job shared =
        setup.posted(
            JobServiceTestSetup.ADMIN, JobSpec.of("a"), Acl.ownedBy("user/alice", "user/bob"));
    JobSpec dangerous = JobSpec.of("dangerous");

    assertThat(knowing.postChild(own, "k", dangerous).isNew()).isTrue();
    assertThat(knowing.forRun(own).post(dangerous).isNew()).isTrue();
    for (Job other : List.of(shared, setup.posted(JobServiceTestSetup.BOB, JobSpec.of("a")))) {
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> knowing.postChild(other, "k", dangerous));
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> knowing.forRun(other).post(dangerous));
    }
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> jobService.postChild(own, "k2", dangerous));
  }

  @Test
  void post_withControlCharacters_isRefusedAndChangesNothing() {
    Map<String, UnaryOperator<JobSpecBuilder>> fields =
        Map.of(
            "action", spec -> JobSpec.builder("a\nb"),
            "name", spec -> spec.name("a\u0000"),
            "unique-key", spec -> spec.uniqueKey("k\r"),
            "tags", spec -> spec.tags(List.of("fine", "t\n")),
            "requires", spec -> spec.requires(List.of("c\u2028")),
            "target-resource", spec -> spec.target(ResourceRef.of("module/\u007f")),
            "affected-resources", spec -> spec.affected(List.of(ResourceRef.of("x/\t"))),
            "description", spec -> spec.description("nul \u0000"),
            "payload", spec -> spec.payload("\ud800"));
    fields.forEach((field, change) -> {
      JobSpec spec = change.apply(JobSpec.builder("a")).build();
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> jobService.forCaller(JobServiceTestSetup.ALICE).post(spec))
          .withMessageContaining("'" + field + "' has the character U+");
    });
    Job job =
        setup.posted(
            JobServiceTestSetup.ALICE,
            JobSpec.builder("a").description("two\nlines\tand a tab").build());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() ->
            jobService
                .forCaller(JobServiceTestSetup.ALICE)
                .edit(
                    job.id(),
                    old -> old.withSpec(old.spec().toBuilder().tags(List.of("t\n")).build())));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> jobService.postChild(job, "k\n", JobSpec.of("a")));
    assertThat(
            jobService
                .forCaller(JobServiceTestSetup.ADMIN)
                .search(JobQuery.of(Filter.EVERYTHING, 10))
                .count())
        .isEqualTo(1);
    assertThat(setup.stored(job.id()).spec().tags()).isEmpty();
  }
}
