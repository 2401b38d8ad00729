// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.board.BoardSession;
import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.job.Priority;
import dev.baton.job.ResourceRef;
import dev.baton.job.Timestamps;
import dev.baton.testkit.job.AdmitEverything;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests cancels, also while other callers write or the store does not answer. */
final class JobServiceCancelTest {

  private final JobServiceTestSetup setup = new JobServiceTestSetup();
  private final JobService jobService = setup.jobService;

  @Test
  void cancel_needsManage_andAStateThatIsNotFinal() {
    Job job =
        setup.posted(
            JobServiceTestSetup.BOB,
            JobSpec.of("a"),
            Acl.ownedBy("user/bob").with(Right.EDIT_DATA, "user/alice"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> jobService.forCaller(JobServiceTestSetup.ALICE).cancel(job.id()));

    assertThat(jobService.forCaller(JobServiceTestSetup.BOB).cancel(job.id()).state())
        .isEqualTo(JobState.CANCELED);
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> jobService.forCaller(JobServiceTestSetup.BOB).cancel(job.id()))
        .withMessageContaining("CANCELED (allowed: QUEUED, RUNNING)");
  }

  @Test
  void cancel_ofABulkJob_hasItsChildrenCancelled() {
    Acl acl = Acl.ownedBy("user/alice").with(Right.VIEW_DATA, "user/bob");
    Job bulk = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("bulk_x"), acl);
    jobService.forCaller(JobServiceTestSetup.ALICE).cancel(bulk.id());

    Job added =
        jobService
            .forCaller(JobServiceTestSetup.ADMIN)
            .search(JobQuery.of(Filter.EVERYTHING, 10))
            .jobs()
            .stream()
            .filter(job -> job.spec().action().equals("cancel_children_jobs"))
            .findFirst()
            .orElseThrow();
    assertThat(added.spec().target()).isEqualTo(ResourceRef.of(bulk.id().toString()));
    assertThat(added.spec().priority()).isEqualTo(new Priority(10));
    assertThat(added.acl()).isEqualTo(acl);
    assertThat(added.createdBy()).isEqualTo("user/alice");
  }

  @Test
  void cancel_ofABulkJobThatWasCutShort_isFinishedByARepetition() {
    AtomicInteger failures = new AtomicInteger();
    JobService failing = setup.over(failingToAdd(setup.backend.jobs(), failures));
    Job bulk = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("bulk_x"));
    failing.forRun(bulk).post(JobSpec.of("a"));
    failures.set(1);
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> failing.forCaller(JobServiceTestSetup.ALICE).cancel(bulk.id()));
    assertThat(setup.stored(bulk.id()).state()).isEqualTo(JobState.CANCELED);
    assertThat(cancellers()).isEmpty();

    assertThat(failing.forCaller(JobServiceTestSetup.ALICE).cancel(bulk.id()).state())
        .isEqualTo(JobState.CANCELED);
    assertThat(failing.forCaller(JobServiceTestSetup.ALICE).cancel(bulk.id()).state())
        .isEqualTo(JobState.CANCELED);
    assertThat(cancellers()).hasSize(1);
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> failing.forCaller(JobServiceTestSetup.BOB).cancel(bulk.id()));
  }

  @Test
  void cancel_ofABulkJobWhoseKeyAnOwnerHas_cancelsItsChildrenNevertheless() {
    Job bulk = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("bulk_x"));
    String key = "cancel_children_jobs/" + bulk.id().uuid();
    JobSpec inTheWay =
        JobSpec.builder("cancel_children_jobs")
            .target(ResourceRef.of(bulk.id().toString()))
            .notBefore(setup.clock.now().plus(Duration.ofDays(1)))
            .uniqueKey(key)
            .build();
    JobId planned = jobService.forCaller(JobServiceTestSetup.ALICE).post(inTheWay).id();
    jobService.forCaller(JobServiceTestSetup.ADMIN).cancel(bulk.id());
    Job added = ownCanceller(planned);
    assertThat(added.spec().uniqueKey()).isEqualTo(key);
    assertThat(added.spec().notBefore()).isNull();
    assertThat(added.origin().owner()).isEqualTo("user/alice");
  }

  @Test
  void edit_ofTheJobThatCancelsTheChildren_changesNothingForUsers() {
    Job bulk = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("bulk_x"));
    jobService.forRun(bulk).post(JobSpec.of("a"));
    jobService.forCaller(JobServiceTestSetup.ALICE).cancel(bulk.id());
    Job added = cancellers().getFirst();
    Instant later = setup.clock.now().plus(Duration.ofDays(1));
    UnaryOperator<Job> postpone =
        job -> job.withSpec(job.spec().toBuilder().notBefore(later).uniqueKey(null).build());
    jobService.forCaller(JobServiceTestSetup.ALICE).edit(added.id(), postpone);
    jobService
        .forCaller(JobServiceTestSetup.ALICE)
        .edit(added.id(), JobServiceTestSetup.toState(JobState.RUNNING));
    assertThat(setup.stored(added.id()).spec()).isEqualTo(added.spec());
    assertThat(setup.stored(added.id()).state()).isEqualTo(JobState.QUEUED);

    // An owner may cancel the canceling job. A retry of it posts an ordinary job of the owner, and
    // the next cancel of the bulk job posts another canceling job.
    jobService.forCaller(JobServiceTestSetup.ALICE).cancel(added.id());
    assertThat(
            jobService
                .forCaller(JobServiceTestSetup.ALICE)
                .retry(added.id())
                .origin()
                .distribution())
        .isNull();
    jobService.forCaller(JobServiceTestSetup.ADMIN).cancel(bulk.id());
    assertThat(cancellers()).hasSize(3);
    Job next = cancellers().stream().filter(job -> isOwnWork(job, added)).findFirst().orElseThrow();
    jobService.forCaller(JobServiceTestSetup.ADMIN).edit(next.id(), postpone);
    assertThat(setup.stored(next.id()).spec().notBefore()).isEqualTo(later);
  }

  private static boolean isOwnWork(Job job, Job other) {
    return job.origin().distribution() != null && !job.id().equals(other.id());
  }

  private Job ownCanceller(JobId other) {
    return cancellers().stream()
        .filter(job -> !job.id().equals(other))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Baton posted no canceller besides " + other));
  }

  @Test
  void cancel_whenItsParentCannotBeNotified_isDoneNevertheless() {
    AtomicInteger failures = new AtomicInteger();
    JobService failing = setup.over(failingToFind(setup.backend.jobs(), failures));
    Job parent = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("flow"));
    for (boolean edited : List.of(false, true)) {
      JobId child =
          jobService.postChild(parent, edited ? "edited" : "cancelled", JobSpec.of("a")).id();
      // The store finds the job, and then fails to find its parent.
      failures.set(edited ? 2 : 3);
      Job done =
          edited
              ? failing
                  .forCaller(JobServiceTestSetup.ALICE)
                  .edit(child, JobServiceTestSetup.toState(JobState.CANCELED))
              : failing.forCaller(JobServiceTestSetup.ALICE).cancel(child);
      assertThat(done.state()).isEqualTo(JobState.CANCELED);
      assertThat(failures.get()).isZero();
      assertThat(setup.stored(parent.id()).status().signals()).isEmpty();
    }
  }

  @Test
  void cancelAndRevert_whenAnExecutorStartsTheJobDuringTheRequest_notifiesTheFlow() {
    Job job = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("flow"));
    AtomicInteger writes = new AtomicInteger();
    BoardSession executor = setup.backend.board().join("executor", Duration.ofMinutes(1));
    // The executor starts the job after the service has read the job and before the service writes
    // it.
    BooleanSupplier start =
        () -> {
          if (writes.getAndIncrement() == 0) {
            assertThat(executor.claim(1, new AdmitEverything())).hasSize(1);
          }
          return false;
        };
    JobService raced = setup.over(failing(setup.backend.jobs(), "replace", start));

    Job told = raced.forCaller(JobServiceTestSetup.ALICE).cancelAndRevert(job.id());

    assertThat(writes).hasValue(2);
    assertThat(told.state()).isEqualTo(JobState.RUNNING);
    assertThat(setup.stored(job.id()).status().signals().get(Jobs.CANCEL_SIGNAL))
        .isEqualTo(
            JsonNodeFactory.instance
                .objectNode()
                .put("by", JobServiceTestSetup.ALICE.userId())
                .put("at", Timestamps.write(setup.clock.now())));
  }

  @Test
  void cancelAndRevert_ofAJobThatNeverStarted_endsItAtOnce() {
    Job job = setup.posted(JobServiceTestSetup.ALICE, JobSpec.of("flow"));
    assertThat(jobService.forCaller(JobServiceTestSetup.ALICE).cancelAndRevert(job.id()).state())
        .isEqualTo(JobState.CANCELED);
    assertThat(setup.stored(job.id()).status().signals()).isEmpty();
  }

  private List<Job> cancellers() {
    return jobService
        .forCaller(JobServiceTestSetup.ADMIN)
        .search(JobQuery.of(Filter.EVERYTHING, 10))
        .jobs()
        .stream()
        .filter(job -> job.spec().action().equals("cancel_children_jobs"))
        .toList();
  }

  private static JobStore failingToAdd(JobStore store, AtomicInteger failures) {
    return failing(store, "add", () -> failures.getAndUpdate(left -> Math.max(0, left - 1)) == 1);
  }

  /** Returns a store whose n-th find fails. The counter holds n and counts down. */
  private static JobStore failingToFind(JobStore store, AtomicInteger calls) {
    return failing(store, "find", () -> calls.getAndUpdate(left -> Math.max(0, left - 1)) == 1);
  }

  private static JobStore failing(JobStore store, String method, BooleanSupplier fails) {
    InvocationHandler handler =
        (proxy, called, arguments) -> {
          if (called.getName().equals(method) && fails.getAsBoolean()) {
            throw new UnavailableException("the store does not answer");
          }
          try {
            return called.invoke(store, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (JobStore)
        Proxy.newProxyInstance(
            JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, handler);
  }
}
