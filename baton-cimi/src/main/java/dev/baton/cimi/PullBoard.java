// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.JobBoard;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.job.ClaimEnd;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The board of an executor that runs at most one job, the pull job in its options. No other
 * executor takes the job over, so the claim does not expire: it ends at the latest with the
 * process.
 */
final class PullBoard implements JobBoard {

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final CimiExternalBoardStore externalBoardStore;
  private final CimiJobStore jobs;
  private final CimiBackend.@Nullable PullJob pullJob;
  private final Clock clock;
  // Whether the job was claimed or refused. After that, it cannot be claimed any more.
  private final AtomicBoolean outcomeKnown = new AtomicBoolean();

  /**
   * @param pullJob the job to run, or null if there is none
   */
  PullBoard(
      CimiExternalBoardStore externalBoardStore,
      CimiJobStore jobs,
      CimiBackend.@Nullable PullJob pullJob,
      Clock clock) {
    this.externalBoardStore = externalBoardStore;
    this.jobs = jobs;
    this.pullJob = pullJob;
    this.clock = clock;
  }

  @Override
  public BoardSession join(String owner, Duration lease) {
    return new PullSession(owner);
  }

  @Override
  public Watch watch(Runnable onPosting) {
    return () -> {};
  }

  @Override
  public @Nullable Instant nextDue() {
    return null;
  }

  @Override
  public List<Posting> postings(int offset, int limit) {
    return List.of();
  }

  @Override
  public Reconciliation reconcile() {
    return new Reconciliation(0, 0, 0);
  }

  private final class PullSession implements BoardSession {
    private final String owner;
    private final Deadline trust = Deadline.after(clock.nanos(), FOR_EVER);

    PullSession(String owner) {
      this.owner = owner;
    }

    /**
     * Claims the job even if this process does not provide its action. Otherwise the job would stay
     * QUEUED, because no other executor runs it; now it fails here.
     */
    @Override
    public List<Claim> claim(int max, Admission admission) {
      if (pullJob == null || max < 1 || outcomeKnown.get()) {
        return List.of();
      }
      try {
        Job job = jobs.find(pullJob.job()).orElse(null);
        return job == null
            ? refused(pullJob, "it was deleted")
            : switch (admission.decide(job)) {
              case AdmissionDecision.Admitted admitted -> start(pullJob);
              case AdmissionDecision.NotNow notNow -> refused(pullJob, notNow.reason());
              case AdmissionDecision.Undecided undecided -> List.of();
            };
      } catch (ForbiddenException | InvalidInputException e) {
        return refused(pullJob, String.valueOf(e.getMessage()));
      }
    }

    private List<Claim> start(CimiBackend.PullJob pullJob) {
      // The current time serves as the token. It grows from process to process, and no process
      // needs the token of an earlier one.
      ExternalBoardStore.StartRequest startRequest =
          new ExternalBoardStore.StartRequest(pullJob.job(), clock.now().toEpochMilli(), 0L);
      return switch (externalBoardStore.startPulled(owner, startRequest)) {
        case ExternalBoardStore.StartResult.Started started -> {
          outcomeKnown.set(true);
          yield List.of(started.claim());
        }
        case ExternalBoardStore.StartResult.Refused refused ->
            refused(pullJob, "another client changed the job before it could start");
      };
    }

    private List<Claim> refused(CimiBackend.PullJob pullJob, String why) {
      if (outcomeKnown.compareAndSet(false, true)) {
        pullJob.onRefusal().accept(why);
      }
      return List.of();
    }

    @Override
    public Deadline trustedUntil() {
      return trust;
    }

    @Override
    public List<JobId> renew() {
      List<ClaimRef> held = heldClaims();
      return held.isEmpty() ? List.of() : List.copyOf(externalBoardStore.endedClaims(held));
    }

    @Override
    public List<ClaimRef> heldClaims() {
      Long token = pullJob == null ? null : externalBoardStore.token(pullJob.job());
      return pullJob == null || token == null
          ? List.of()
          : List.of(new ClaimRef(pullJob.job(), token));
    }

    @Override
    public void consume(Claim claim) {
      abandon(claim);
    }

    @Override
    public void abandon(Claim claim) {
      ClaimRef claimRef = new ClaimRef(claim.job().id(), claim.token());
      externalBoardStore.release(List.of(claimRef), ClaimEnd.ABANDONED);
    }

    @Override
    public void abandonUnstarted(Claim claim) {
      abandon(claim);
    }

    @Override
    public void close() {
      externalBoardStore.release(heldClaims(), ClaimEnd.BOARD_LEFT);
    }
  }
}
