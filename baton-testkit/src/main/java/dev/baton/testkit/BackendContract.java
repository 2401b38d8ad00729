// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.backend.Backend;
import dev.baton.board.Admission;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Threads;
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

/**
 * What all contract suites share. A suite for a backend extends one of the {@code …Contract}
 * classes and says how to open a fixture; where the backend deviates on purpose, it overrides the
 * test with {@code @Disabled("reason")}.
 */
public abstract class BackendContract {

  private static final Duration A_MOMENT = Duration.ofMillis(100);
  private static final int MOST_TRIES = 30;

  /** Longer than any test. */
  static final Duration LONG = Duration.ofMinutes(5);

  // Null when it could not be opened.
  private @Nullable BackendFixture fixture;

  /** Opens a fixture with an empty backend; called before each test and closed after it. */
  protected abstract BackendFixture open() throws Exception;

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

  /** Another fixture in place of this one, with an empty backend. */
  final void reopenFixture() {
    closeFixture();
    try {
      fixture = open();
    } catch (Exception e) {
      throw new IllegalStateException("no other fixture can be opened", e);
    }
  }

  final BackendFixture fixture() {
    return Objects.requireNonNull(fixture);
  }

  final Backend backend() {
    return fixture().backend();
  }

  final Instant now() {
    return fixture().clock().now();
  }

  /** A job that is posted now. */
  final JobBuilder job() {
    return JobBuilder.aJob().created(now());
  }

  final Job post(JobBuilder builder) {
    Job job = builder.build();
    backend().jobs().add(List.of(job));
    return job;
  }

  final List<Job> postAll(JobBuilder... builders) {
    List<Job> jobs = Arrays.stream(builders).map(JobBuilder::build).toList();
    backend().jobs().add(jobs);
    return jobs;
  }

  final Job find(JobId id) {
    Optional<Job> found = backend().jobs().find(id);
    assertThat(found).as("%s in the store", id).isPresent();
    return found.get();
  }

  /** Edits the newest revision of a job. */
  final Job edit(JobId id, UnaryOperator<Job> change) {
    return backend().jobs().replace(change.apply(find(id)));
  }

  final Job editState(JobId id, JobState state) {
    return edit(id, job -> inState(job, state));
  }

  static Job inState(Job job, JobState state) {
    return job.withStatus(job.status().toBuilder().state(state).build());
  }

  /** A stay whose lease outlives the test. */
  final Claims join(String owner) {
    return backend().board().join(owner, LONG);
  }

  /** A stay of another process whose lease outlives the test. */
  final Claims joinElsewhere(String owner) {
    return fixture().another().board().join(owner, LONG);
  }

  /** Claims what is due by now; a board that is kept elsewhere may need a moment to hear of it. */
  final List<Claim> claimSoon(Claims stay) {
    List<Claim> claims = stay.claim(10, everything());
    for (int tries = 0; claims.isEmpty() && tries < MOST_TRIES; tries++) {
      fixture().passTime(A_MOMENT);
      claims = stay.claim(10, everything());
    }
    return claims;
  }

  /** Claims the only job that can be claimed. */
  static Claim claimOne(Claims stay) {
    List<Claim> claims = stay.claim(10, everything());
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  /** The same, of a job whose row another transaction may still lock, as after a lost lease. */
  final Claim claimOneSoon(Claims stay) {
    List<Claim> claims = claimSoon(stay);
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  static List<JobId> ids(List<Claim> claims) {
    return claims.stream().map(claim -> claim.job().id()).toList();
  }

  static List<JobId> idsOf(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  static Admission everything() {
    return admission(kind -> true, job -> false);
  }

  static Admission refusing(Predicate<Job> refused) {
    return admission(kind -> true, refused);
  }

  static Admission admission(Predicate<Admission.Kind> accepted, Predicate<Job> refused) {
    return new Admission() {
      @Override
      public boolean accepts(Kind kind) {
        return accepted.test(kind);
      }

      @Override
      public Optional<String> refusal(Job job) {
        return refused.test(job) ? Optional.of("refused by the test") : Optional.empty();
      }
    };
  }

  static RunWrite.End success(Claim claim) {
    return new RunWrite.End(claim.job().id(), claim.token(), JobState.SUCCESS, 0, null, null, null);
  }

  static RunWrite.End failure(Claim claim, String error) {
    return new RunWrite.End(
        claim.job().id(), claim.token(), JobState.FAILED, 1, error, null, error);
  }

  static RunWrite.Retry retry(Claim claim, Duration delay) {
    return new RunWrite.Retry(
        claim.job().id(), claim.token(), delay, false, "tries again", "it broke");
  }

  static RunWrite.Park park(Claim claim) {
    return new RunWrite.Park(claim.job().id(), claim.token(), List.of("monitor"), "parked");
  }

  static RunWrite.Report report(Claim claim, @Nullable Integer progress, @Nullable String message) {
    return new RunWrite.Report(
        claim.job().id(), claim.token(), progress, message, null, null, null, null);
  }

  /** The job without what every write changes. */
  static Job unstamped(Job job) {
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

  /** Has flows run under jobs of the backend, one job at a time. */
  protected final FlowBed flowBed() {
    return new Bed();
  }

  /**
   * Each claim is by another executor. Nobody waits until the one before, that has given the job
   * back, has left: that may take longer than all of a flow.
   */
  private final class Bed implements FlowBed {
    private @Nullable Claims stay;
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
      if (claim != null && stay != null) {
        backend().jobs().write(success(claim));
        stay.consume(claim);
        claim = null;
      }
      return post(job()).id();
    }

    @Override
    public long claim(JobId job) {
      Claims before = stay;
      if (before != null) {
        if (claim != null) {
          before.abandon(claim);
        }
        CompletableFuture<?> close = CompletableFuture.runAsync(before::close, Bed::start);
        leaving = CompletableFuture.allOf(leaving, close);
      }
      stay = join("executor-" + executors++);
      claim = claimOne(stay);
      assertThat(claim.job().id()).isEqualTo(job);
      return claim.token();
    }
  }
}
