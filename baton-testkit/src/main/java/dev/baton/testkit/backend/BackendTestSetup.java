// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.backend.Backend;
import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.Gate;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Threads;
import dev.baton.testkit.job.JobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The superclass of all contracts of backends. A backend extends the {@code …Contract} classes and
 * opens its fixture. If the backend deviates on purpose, it returns the {@link Deviation}.
 */
@ExtendWith(CheckDeviations.class)
public abstract class BackendTestSetup {

  private static final Duration A_MOMENT = Duration.ofMillis(100);
  private static final int MOST_TRIES = 30;

  /** A lease that is longer than any test. */
  public static final Duration LONG_LEASE = Duration.ofMinutes(5);

  // Null if the fixture could not be opened.
  private @Nullable BackendFixture fixture;

  /**
   * Opens a fixture with an empty backend. Called before each test; the fixture is closed after the
   * test.
   */
  protected abstract BackendFixture open() throws Exception;

  /**
   * Returns the deviations of the backend from this contract. Their tests must fail: a test that
   * passes although it is listed here fails.
   */
  protected List<Deviation> deviations() {
    return List.of();
  }

  @BeforeEach
  protected final void openFixture() throws Exception {
    fixture = open();
  }

  @AfterEach
  protected final void closeFixture() {
    if (fixture != null) {
      fixture.close();
    }
  }

  /** Closes the fixture and opens another one with an empty backend. */
  public final void replaceFixture() {
    closeFixture();
    try {
      fixture = open();
    } catch (Exception e) {
      throw new IllegalStateException("the fixture cannot be opened again", e);
    }
  }

  public final BackendFixture fixture() {
    return Objects.requireNonNull(fixture);
  }

  public final Backend backend() {
    return fixture().backend();
  }

  public final Instant now() {
    return fixture().clock().now();
  }

  /** Returns a builder of a job that is posted now. */
  public final JobBuilder job() {
    return JobBuilder.aJob().created(now());
  }

  public final Job post(JobBuilder builder) {
    Job job = builder.build();
    backend().jobs().add(List.of(job));
    return job;
  }

  public final List<Job> postAll(JobBuilder... builders) {
    List<Job> jobs = Arrays.stream(builders).map(JobBuilder::build).toList();
    backend().jobs().add(jobs);
    return jobs;
  }

  public final Job find(JobId id) {
    Optional<Job> found = backend().jobs().find(id);
    assertThat(found).as("%s in the store", id).isPresent();
    return found.get();
  }

  /** Applies a change to the newest revision of a job. */
  public final Job edit(JobId id, UnaryOperator<Job> change) {
    return backend().jobs().replace(change.apply(find(id)));
  }

  public final Job editState(JobId id, JobState state) {
    return edit(id, job -> inState(job, state));
  }

  public static Job inState(Job job, JobState state) {
    return job.withStatus(job.status().toBuilder().state(state).build());
  }

  /** Opens a board session whose lease is longer than the test. */
  public final BoardSession join(String owner) {
    return backend().board().join(owner, LONG_LEASE);
  }

  /** Opens a board session of another process whose lease is longer than the test. */
  public final BoardSession joinFromOtherProcess(String owner) {
    return fixture().otherProcessView().board().join(owner, LONG_LEASE);
  }

  /**
   * Claims the jobs that are due. Tries again for about three seconds, because an external board
   * may learn of the jobs a little later.
   */
  public final List<Claim> claimSoon(BoardSession session) {
    List<Claim> claims = session.claim(10, everything());
    for (int tries = 0; claims.isEmpty() && tries < MOST_TRIES; tries++) {
      fixture().passTime(A_MOMENT);
      claims = session.claim(10, everything());
    }
    return claims;
  }

  /** Claims the only job that can be claimed. */
  public static Claim claimOne(BoardSession session) {
    List<Claim> claims = session.claim(10, everything());
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  /**
   * Claims the only job that can be claimed. Tries again for about three seconds, because another
   * transaction may still lock the row of the job, for example after a lost lease.
   */
  public final Claim claimOneSoon(BoardSession session) {
    List<Claim> claims = claimSoon(session);
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  public static List<JobId> ids(List<Claim> claims) {
    return claims.stream().map(claim -> claim.job().id()).toList();
  }

  public static List<JobId> idsOf(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  public static Admission everything() {
    return admission(actionVersion -> true, job -> false);
  }

  public static Admission refusing(Predicate<Job> refused) {
    return admission(actionVersion -> true, refused);
  }

  public static Admission admission(
      Predicate<Admission.ActionVersion> accepted, Predicate<Job> refused) {
    return new Admission() {
      @Override
      public boolean accepts(ActionVersion actionVersion) {
        return accepted.test(actionVersion);
      }

      @Override
      public AdmissionDecision decide(Job job) {
        return refused.test(job)
            ? new AdmissionDecision.NotNow(Gate.CAPABILITY, "refused by the test")
            : new AdmissionDecision.Admitted();
      }
    };
  }

  public static RunWrite.End success(Claim claim) {
    return new RunWrite.End(claim.job().id(), claim.token(), JobState.SUCCESS, 0, null, null, null);
  }

  public static RunWrite.End failure(Claim claim, String error) {
    return new RunWrite.End(
        claim.job().id(), claim.token(), JobState.FAILED, 1, error, null, error);
  }

  public static RunWrite.Retry retry(Claim claim, Duration delay) {
    return new RunWrite.Retry(
        claim.job().id(), claim.token(), delay, false, "tries again", "it broke");
  }

  public static RunWrite.Park park(Claim claim) {
    return new RunWrite.Park(claim.job().id(), claim.token(), List.of("monitor"), "parked");
  }

  public static RunWrite.Report report(
      Claim claim, @Nullable Integer progress, @Nullable String message) {
    return new RunWrite.Report(
        claim.job().id(), claim.token(), progress, message, null, null, null, null);
  }

  /**
   * Returns the job without the fields that every write changes: the time of the update and the
   * revision.
   */
  public static Job unstamped(Job job) {
    return new Job(
        job.id(),
        job.spec(),
        job.status(),
        job.acl(),
        job.origin(),
        job.created(),
        job.createdBy(),
        job.created(),
        job.updatedBy(),
        0);
  }

  /** Returns a store in which flows run under jobs of the backend, one job at a time. */
  protected final FlowTestStore flowTestStore() {
    return new ClaimingFlowTestStore();
  }

  /**
   * Makes each claim with a new executor. A claim does not wait until the previous executor, which
   * has abandoned the job, has closed its session: that can take longer than a whole flow.
   */
  private final class ClaimingFlowTestStore implements FlowTestStore {
    private @Nullable BoardSession session;
    private @Nullable Claim claim;
    private CompletableFuture<?> leaving = CompletableFuture.completedFuture(null);
    private int executors;

    private static void start(Runnable leave) {
      Threads.virtual("leave", leave).start();
    }

    @Override
    public LogbookStore store() {
      return backend().logbook().orElseThrow();
    }

    @Override
    public JobId newJob() {
      if (leaving.isCompletedExceptionally()) {
        leaving.join();
      }
      if (claim != null && session != null) {
        backend().jobs().write(success(claim));
        session.consume(claim);
        claim = null;
      }
      return post(job()).id();
    }

    @Override
    public long claim(JobId job) {
      BoardSession before = session;
      if (before != null) {
        if (claim != null) {
          before.abandon(claim);
        }
        CompletableFuture<?> close =
            CompletableFuture.runAsync(before::close, ClaimingFlowTestStore::start);
        leaving = CompletableFuture.allOf(leaving, close);
      }
      session = join("executor-" + executors++);
      claim = claimOne(session);
      assertThat(claim.job().id()).isEqualTo(job);
      return claim.token();
    }
  }
}
