// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.board.Claims;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobSpecBuilder;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.job.Priority;
import dev.baton.job.ResourceRef;
import dev.baton.memory.InMemoryBackend;
import dev.baton.testkit.Everything;
import dev.baton.testkit.ManualClock;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class JobDeskTest {
  private static final Caller ALICE = user("alice");
  private static final Caller BOB = user("bob");
  private static final Caller ADMIN = Caller.internal();

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final JobDesk desk = new JobDesk(backend.jobs(), JobDeskTest::checked, clock);

  private static Caller user(String name) {
    return new Caller(
        "user/" + name,
        "user/" + name,
        Set.of("user/" + name, Principals.USER, Principals.ANONYMOUS),
        null);
  }

  private static JobSpec checked(JobSpec spec, Caller caller) {
    if (spec.action().equals("unknown")) {
      throw new InvalidInputException("action 'unknown' is unknown");
    }
    if (spec.action().equals("dangerous") && !caller.isAdmin()) {
      throw new ForbiddenException("administrators only");
    }
    return spec;
  }

  private Job posted(Caller caller, JobSpec spec) {
    return stored(desk.as(caller).post(spec).id());
  }

  private Job posted(Caller caller, JobSpec spec, Acl acl) {
    return stored(desk.post(caller, List.of(new JobRequest(spec, acl, null))).getFirst().id());
  }

  private Job stored(JobId id) {
    return backend.jobs().find(id).orElseThrow();
  }

  private static UnaryOperator<Job> toState(JobState state) {
    return job -> JobEdit.inState(job, state, job.created());
  }

  @Test
  void post_isOwnedByTheActiveClaim_andCreatedByTheUser() {
    Caller inGroup =
        new Caller("user/alice", "group/acme", Set.of("user/alice", Principals.USER), null);
    Job job = posted(inGroup, JobSpec.of("a"));

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
    assertThat(posted(ALICE, spec).spec().affected())
        .containsExactly(ResourceRef.of("credential/2"), ResourceRef.of("deployment/1"));
  }

  @Test
  void post_byAnonymousOrExecutors_isForbidden() {
    Caller executor = new Caller("user/e", Principals.EXECUTOR, Set.of(Principals.EXECUTOR), null);
    for (Caller caller : List.of(Caller.anonymous(), executor)) {
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> desk.as(caller).post(JobSpec.of("a")));
    }
    assertThat(desk.as(ADMIN).search(JobQuery.of(Filter.EVERYTHING, 10)).count()).isZero();
  }

  @Test
  void post_ofSeveralWithOneRefused_postsNone() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> desk.as(ALICE).post(List.of(JobSpec.of("a"), JobSpec.of("unknown"))));
    assertThat(desk.as(ADMIN).search(JobQuery.of(Filter.EVERYTHING, 10)).count()).isZero();
  }

  @Test
  void post_inAnothersName_isForAdministrators() {
    JobRequest request = new JobRequest(JobSpec.of("a"), Acl.ownedBy("user/bob"), "user/bob");

    assertThat(stored(desk.post(ADMIN, List.of(request)).getFirst().id()).createdBy())
        .isEqualTo("user/bob");
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> desk.post(ALICE, List.of(request)))
        .withMessageContaining("'user/bob'");
  }

  @Test
  void post_underAnothersParent_isForbidden() {
    Job parent = posted(BOB, JobSpec.of("bulk_x"));
    JobSpec child = JobSpec.builder("a").parent(parent.id()).build();

    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> desk.as(ALICE).post(child));
    assertThat(posted(BOB, child).spec().parent()).isEqualTo(parent.id());
  }

  @Test
  void findAndSearch_showWhatTheAclShows() {
    Job hidden = posted(BOB, JobSpec.of("a"));
    Job shared =
        posted(BOB, JobSpec.of("a"), Acl.ownedBy("user/bob").with(Right.VIEW_META, "user/alice"));
    Job own = posted(ALICE, JobSpec.of("a"));

    Jobs jobs = desk.as(ALICE);
    assertThat(jobs.find(hidden.id())).isEmpty();
    assertThat(jobs.find(shared.id())).isPresent();
    assertThat(jobs.search(JobQuery.of(Filter.EVERYTHING, 10)).jobs())
        .extracting(Job::id)
        .containsExactlyInAnyOrder(shared.id(), own.id());
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> desk.as(Caller.anonymous()).search(JobQuery.of(Filter.EVERYTHING, 1)));
  }

  @Test
  void edit_withoutRight_isForbidden_andOfNothing_notFound() {
    Job job = posted(BOB, JobSpec.of("a"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> desk.as(ALICE).edit(job.id(), each -> each))
        .withMessage("invalid credentials for '" + job.id() + "'");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.as(ALICE).edit(JobId.named("none"), each -> each));
  }

  @Test
  void edit_ofMetadataOnly_changesNothingElse() {
    Job job =
        posted(BOB, JobSpec.of("a"), Acl.ownedBy("user/bob").with(Right.EDIT_META, "user/alice"));

    Job edited =
        desk.as(ALICE)
            .edit(
                job.id(),
                old ->
                    toState(JobState.SUCCESS)
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
    Job job = posted(ADMIN, JobSpec.builder("dangerous").payload("{}").build(), acl);

    Job edited =
        desk.as(ALICE)
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
    Job job = posted(ALICE, JobSpec.of("a"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() ->
            desk.as(ALICE)
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
    Job job = posted(ALICE, JobSpec.of("a"));
    Jobs jobs = desk.as(ALICE);
    jobs.edit(job.id(), toState(JobState.RUNNING));
    clock.advance(Duration.ofSeconds(42));
    JobStatus status = jobs.edit(job.id(), toState(JobState.SUCCESS)).status();

    assertThat(status.progress()).isEqualTo(100);
    assertThat(status.durationSeconds()).isEqualTo(42);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> desk.as(ADMIN).edit(job.id(), toState(JobState.QUEUED)))
        .withMessageStartingWith("edit is not allowed in final state");
  }

  @Test
  void edit_whenSomebodyElseWrites_startsAgain() {
    Job job = posted(ALICE, JobSpec.of("a"));
    AtomicInteger tries = new AtomicInteger();

    desk.as(ALICE)
        .edit(
            job.id(),
            old -> {
              if (tries.incrementAndGet() <= 3) {
                backend.jobs().replace(old.withSpec(tagged(old.spec(), "t" + tries.get())));
              }
              return old.withSpec(tagged(old.spec(), "mine"));
            });

    assertThat(tries).hasValue(4);
    assertThat(stored(job.id()).spec().tags()).containsExactly("t1", "t2", "t3", "mine");
  }

  private static JobSpec tagged(JobSpec spec, String tag) {
    List<String> tags =
        java.util.stream.Stream.concat(spec.tags().stream(), java.util.stream.Stream.of(tag))
            .toList();
    return spec.toBuilder().tags(tags).build();
  }

  @Test
  void cancel_needsManage_andAStateThatIsNotFinal() {
    Job job =
        posted(BOB, JobSpec.of("a"), Acl.ownedBy("user/bob").with(Right.EDIT_DATA, "user/alice"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> desk.as(ALICE).cancel(job.id()));

    assertThat(desk.as(BOB).cancel(job.id()).state()).isEqualTo(JobState.CANCELED);
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> desk.as(BOB).cancel(job.id()))
        .withMessageContaining("CANCELED (allowed: QUEUED, RUNNING)");
  }

  @Test
  void cancel_ofABulkJob_hasItsChildrenCancelled() {
    Acl acl = Acl.ownedBy("user/alice").with(Right.VIEW_DATA, "user/bob");
    Job bulk = posted(ALICE, JobSpec.of("bulk_x"), acl);
    desk.as(ALICE).cancel(bulk.id());

    Job added =
        desk.as(ADMIN).search(JobQuery.of(Filter.EVERYTHING, 10)).jobs().stream()
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
    JobDesk failing =
        new JobDesk(failingToAdd(backend.jobs(), failures), JobDeskTest::checked, clock);
    Job bulk = posted(ALICE, JobSpec.of("bulk_x"));
    failing.forRun(bulk).post(JobSpec.of("a"));
    failures.set(1);
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> failing.as(ALICE).cancel(bulk.id()));
    assertThat(stored(bulk.id()).state()).isEqualTo(JobState.CANCELED);
    assertThat(cancellers()).isEmpty();

    assertThat(failing.as(ALICE).cancel(bulk.id()).state()).isEqualTo(JobState.CANCELED);
    assertThat(failing.as(ALICE).cancel(bulk.id()).state()).isEqualTo(JobState.CANCELED);
    assertThat(cancellers()).hasSize(1);
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> failing.as(BOB).cancel(bulk.id()));
  }

  @Test
  void cancel_ofABulkJobWhoseKeyAnOwnerHas_cancelsItsChildrenAllTheSame() {
    Job bulk = posted(ALICE, JobSpec.of("bulk_x"));
    String key = "cancel_children_jobs/" + bulk.id().uuid();
    JobSpec inTheWay =
        JobSpec.builder("cancel_children_jobs")
            .target(ResourceRef.of(bulk.id().toString()))
            .notBefore(clock.now().plus(Duration.ofDays(1)))
            .uniqueKey(key)
            .build();
    JobId planned = desk.as(ALICE).post(inTheWay).id();
    desk.as(ADMIN).cancel(bulk.id());
    Job added = ownCanceller(planned);
    assertThat(added.spec().uniqueKey()).isEqualTo(key);
    assertThat(added.spec().notBefore()).isNull();
    assertThat(added.origin().owner()).isEqualTo("user/alice");
  }

  @Test
  void edit_ofTheJobThatCancelsTheChildren_changesNothingForUsers() {
    Job bulk = posted(ALICE, JobSpec.of("bulk_x"));
    desk.forRun(bulk).post(JobSpec.of("a"));
    desk.as(ALICE).cancel(bulk.id());
    Job added = cancellers().getFirst();
    Instant later = clock.now().plus(Duration.ofDays(1));
    UnaryOperator<Job> postpone =
        job -> job.withSpec(job.spec().toBuilder().notBefore(later).uniqueKey(null).build());
    desk.as(ALICE).edit(added.id(), postpone);
    desk.as(ALICE).edit(added.id(), toState(JobState.RUNNING));
    assertThat(stored(added.id()).spec()).isEqualTo(added.spec());
    assertThat(stored(added.id()).state()).isEqualTo(JobState.QUEUED);

    // An owner may cancel it. A copy of it is a job of the owner, and the next cancel posts it
    // anew.
    desk.as(ALICE).cancel(added.id());
    assertThat(desk.as(ALICE).retry(added.id()).origin().distribution()).isNull();
    desk.as(ADMIN).cancel(bulk.id());
    assertThat(cancellers()).hasSize(3);
    Job next = cancellers().stream().filter(job -> isOwnWork(job, added)).findFirst().orElseThrow();
    desk.as(ADMIN).edit(next.id(), postpone);
    assertThat(stored(next.id()).spec().notBefore()).isEqualTo(later);
  }

  private static boolean isOwnWork(Job job, Job other) {
    return job.origin().distribution() != null && !job.id().equals(other.id());
  }

  private Job ownCanceller(JobId other) {
    return cancellers().stream()
        .filter(job -> !job.id().equals(other))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the key of " + other + " was taken for own work"));
  }

  @Test
  void edit_ofTheUniqueKeyInTheNamespaceOfAnother_isIgnored() {
    Acl acl = Acl.ownedBy("user/alice").with(Right.EDIT_DATA, "user/bob");
    Job job = posted(ALICE, JobSpec.of("a"), acl);
    UnaryOperator<Job> takeKey =
        each -> each.withSpec(each.spec().toBuilder().uniqueKey("nightly").build());
    assertThat(desk.as(BOB).edit(job.id(), takeKey).spec().uniqueKey()).isNull();
    assertThat(desk.as(ALICE).edit(job.id(), takeKey).spec().uniqueKey()).isEqualTo("nightly");
  }

  @Test
  void cancel_whenItsParentCannotBeTold_isDoneAllTheSame() {
    AtomicInteger failures = new AtomicInteger();
    JobDesk failing =
        new JobDesk(failingToFind(backend.jobs(), failures), JobDeskTest::checked, clock);
    Job parent = posted(ALICE, JobSpec.of("flow"));
    for (boolean edited : List.of(false, true)) {
      JobId child = desk.postChild(parent, edited ? "edited" : "cancelled", JobSpec.of("a")).id();
      // The job is found, and then its parent is not.
      failures.set(edited ? 2 : 3);
      Job done =
          edited
              ? failing.as(ALICE).edit(child, toState(JobState.CANCELED))
              : failing.as(ALICE).cancel(child);
      assertThat(done.state()).isEqualTo(JobState.CANCELED);
      assertThat(failures.get()).isZero();
      assertThat(stored(parent.id()).status().signals()).isEmpty();
    }
  }

  @Test
  void cancelAndRevert_whenAnExecutorStartsTheJobMeanwhile_tellsTheFlow() {
    Job job = posted(ALICE, JobSpec.of("flow"));
    AtomicInteger writes = new AtomicInteger();
    Claims executor = backend.board().join("executor", Duration.ofMinutes(1));
    // The executor's start is stored between the look at the job and the write.
    BooleanSupplier start =
        () -> {
          if (writes.getAndIncrement() == 0) {
            assertThat(executor.claim(1, new Everything())).hasSize(1);
          }
          return false;
        };
    JobDesk raced =
        new JobDesk(failing(backend.jobs(), "replace", start), JobDeskTest::checked, clock);

    Job told = raced.as(ALICE).cancelAndRevert(job.id());

    assertThat(writes).hasValue(2);
    assertThat(told.state()).isEqualTo(JobState.RUNNING);
    assertThat(stored(job.id()).status().signals()).containsKey(Jobs.CANCEL_SIGNAL);
  }

  @Test
  void cancelAndRevert_ofAJobThatNeverStarted_endsItAtOnce() {
    Job job = posted(ALICE, JobSpec.of("flow"));
    assertThat(desk.as(ALICE).cancelAndRevert(job.id()).state()).isEqualTo(JobState.CANCELED);
    assertThat(stored(job.id()).status().signals()).isEmpty();
  }

  private List<Job> cancellers() {
    return desk.as(ADMIN).search(JobQuery.of(Filter.EVERYTHING, 10)).jobs().stream()
        .filter(job -> job.spec().action().equals("cancel_children_jobs"))
        .toList();
  }

  private static JobStore failingToAdd(JobStore store, AtomicInteger failures) {
    return failing(store, "add", () -> failures.getAndUpdate(left -> Math.max(0, left - 1)) == 1);
  }

  /** Fails at the call of that number, counted down. */
  private static JobStore failingToFind(JobStore store, AtomicInteger calls) {
    return failing(store, "find", () -> calls.getAndUpdate(left -> Math.max(0, left - 1)) == 1);
  }

  private static JobStore failing(JobStore store, String method, BooleanSupplier fails) {
    InvocationHandler handler =
        (proxy, called, arguments) -> {
          if (called.getName().equals(method) && fails.getAsBoolean()) {
            throw new UnavailableException("the store is away");
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

  @Test
  void retry_ofAFinalJob_postsACopy() {
    Job job = posted(ALICE, JobSpec.builder("a").payload("{\"x\":1}").tags(List.of("t")).build());
    desk.as(ALICE).cancel(job.id());

    Job copy = desk.as(ALICE).retry(job.id());

    assertThat(copy.id()).isNotEqualTo(job.id());
    assertThat(copy.state()).isEqualTo(JobState.QUEUED);
    assertThat(copy.spec().payload()).isEqualTo("{\"x\":1}");
    assertThat(copy.spec().tags()).containsExactly("t");
    assertThat(copy.origin().retryOf()).isEqualTo(job.id());
    assertThat(stored(job.id()).state()).isEqualTo(JobState.CANCELED);
  }

  @Test
  void retry_byOneWhoDoesNotOwnIt_givesNoRights() {
    Acl acl =
        Acl.ownedBy(Principals.ADMIN)
            .with(Right.MANAGE, "user/alice")
            .with(Right.VIEW_DATA, "user/alice");
    Job plain = posted(ADMIN, JobSpec.of("a"), acl);
    Job dangerous = posted(ADMIN, JobSpec.of("dangerous"), acl);
    desk.as(ADMIN).cancel(plain.id());
    desk.as(ADMIN).cancel(dangerous.id());

    assertThat(desk.as(ALICE).retry(plain.id()).acl()).isEqualTo(Acl.ownedBy("user/alice"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> desk.as(ALICE).retry(dangerous.id()));
  }

  @Test
  void retry_ofAJobThatWaits_makesItDueNow() {
    Job job =
        posted(ALICE, JobSpec.builder("a").notBefore(clock.now().plus(Duration.ofDays(1))).build());
    desk.as(ALICE).retry(job.id());

    assertThat(backend.board().postings(0, 1).getFirst().due()).isEqualTo(clock.now());
  }

  @Test
  void retry_ofARunningJob_isAConflict() {
    Job job = posted(ALICE, JobSpec.of("a"));
    desk.as(ALICE).edit(job.id(), toState(JobState.RUNNING));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> desk.as(ALICE).retry(job.id()));
  }

  @Test
  void delete_needsTheRight() {
    Job job = posted(ALICE, JobSpec.of("a"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> desk.as(BOB).delete(job.id()));
    assertThat(desk.as(BOB).deleteAll(Filter.EVERYTHING)).isZero();

    desk.as(ALICE).delete(job.id());
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.as(ALICE).delete(job.id()));
  }

  @Test
  void run_postsChildrenOfItsJob_withItsOwnersRights() {
    Acl acl = Acl.ownedBy("user/alice").with(Right.VIEW_DATA, "user/bob");
    Job parent = posted(ALICE, JobSpec.of("bulk_x"), acl);
    Jobs jobs = desk.forRun(parent);

    Job child = stored(jobs.post(JobSpec.of("a")).id());
    assertThat(child.spec().parent()).isEqualTo(parent.id());
    assertThat(child.acl()).isEqualTo(acl);
    assertThat(child.createdBy()).isEqualTo("user/alice");
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> jobs.post(JobSpec.of("dangerous")));
    assertThat(desk.forRun(posted(ADMIN, JobSpec.of("b"))).post(JobSpec.of("dangerous")).isNew())
        .isTrue();
  }

  @Test
  void run_ofACancelledJob_leavesNoChildrenBehind() {
    Job parent = posted(ALICE, JobSpec.of("bulk_x"));
    Jobs jobs = desk.forRun(parent);
    desk.as(ALICE).cancel(parent.id());

    assertThatExceptionOfType(LostClaimException.class)
        .isThrownBy(() -> jobs.post(JobSpec.of("a")));
    assertThat(desk.as(ADMIN).search(JobQuery.of(Filter.EVERYTHING, 10)).jobs())
        .filteredOn(job -> job.spec().action().equals("a"))
        .extracting(Job::state)
        .containsExactly(JobState.CANCELED);
  }

  @Test
  void run_ofAJobThatOnlyAdministratorsOwn_hasTheRightsOfAdministrators() {
    JobDesk knowing = desk.knowing("user/alice"::equals);
    Job own = posted(ALICE, JobSpec.of("a"));
    Job shared = posted(ADMIN, JobSpec.of("a"), Acl.ownedBy("user/alice", "user/bob"));
    JobSpec dangerous = JobSpec.of("dangerous");

    assertThat(knowing.postChild(own, "k", dangerous).isNew()).isTrue();
    assertThat(knowing.forRun(own).post(dangerous).isNew()).isTrue();
    for (Job other : List.of(shared, posted(BOB, JobSpec.of("a")))) {
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> knowing.postChild(other, "k", dangerous));
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> knowing.forRun(other).post(dangerous));
    }
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> desk.postChild(own, "k2", dangerous));
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
          .isThrownBy(() -> desk.as(ALICE).post(spec))
          .withMessageContaining("'" + field + "' has the character U+");
    });
    Job job = posted(ALICE, JobSpec.builder("a").description("two\nlines\tand a tab").build());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() ->
            desk.as(ALICE)
                .edit(
                    job.id(),
                    old -> old.withSpec(old.spec().toBuilder().tags(List.of("t\n")).build())));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> desk.postChild(job, "k\n", JobSpec.of("a")));
    assertThat(desk.as(ADMIN).search(JobQuery.of(Filter.EVERYTHING, 10)).count()).isEqualTo(1);
    assertThat(stored(job.id()).spec().tags()).isEmpty();
  }
}
