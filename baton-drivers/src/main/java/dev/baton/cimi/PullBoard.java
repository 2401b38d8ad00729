// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.board.Admission;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.board.JobBoard;
import dev.baton.board.Ledger;
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
 * The board of an executor that was told which one job to run, if any: beside Nuvla such jobs are
 * on no board. Nobody takes the job over, so that its claim holds for as long as the process.
 */
final class PullBoard implements JobBoard {

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final CimiLedger ledger;
  private final CimiJobStore jobs;
  private final CimiBackend.@Nullable Pull pull;
  private final Clock clock;
  // Set by the claimer when the job was handed out or refused, which it is once.
  private final AtomicBoolean settled = new AtomicBoolean();

  /**
   * @param pull the job that is to be run; null is none
   */
  PullBoard(CimiLedger ledger, CimiJobStore jobs, CimiBackend.@Nullable Pull pull, Clock clock) {
    this.ledger = ledger;
    this.jobs = jobs;
    this.pull = pull;
    this.clock = clock;
  }

  @Override
  public Claims join(String owner, Duration lease) {
    return new Pull(owner);
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

  private final class Pull implements Claims {
    private final String owner;
    private final Deadline trust = Deadline.after(clock.nanos(), FOR_EVER);

    Pull(String owner) {
      this.owner = owner;
    }

    /** Whatever its action: nobody else runs it, so that it fails here if it is unknown here. */
    @Override
    public List<Claim> claim(int max, Admission admission) {
      if (pull == null || max < 1 || settled.get()) {
        return List.of();
      }
      try {
        Job job = jobs.find(pull.job()).orElse(null);
        String refusal = job == null ? "it was deleted" : admission.refusal(job).orElse(null);
        return refusal == null ? start(pull) : refused(pull, refusal);
      } catch (ForbiddenException | InvalidInputException e) {
        return refused(pull, String.valueOf(e.getMessage()));
      }
    }

    private List<Claim> start(CimiBackend.Pull pull) {
      // Milliseconds grow from one process to the next, and no token is kept for longer.
      Ledger.Start start = new Ledger.Start(pull.job(), clock.now().toEpochMilli(), 0L);
      return switch (ledger.startOrThrow(owner, start, true)) {
        case Ledger.Answer.Started started -> {
          settled.set(true);
          yield List.of(started.claim());
        }
        case Ledger.Answer.Refused refused -> refused(pull, "somebody else changed it meanwhile");
      };
    }

    private List<Claim> refused(CimiBackend.Pull pull, String why) {
      if (settled.compareAndSet(false, true)) {
        pull.onRefusal().accept(why);
      }
      return List.of();
    }

    @Override
    public Deadline trustedUntil() {
      return trust;
    }

    @Override
    public List<JobId> renew() {
      List<Held> held = held();
      return held.isEmpty() ? List.of() : List.copyOf(ledger.ended(held));
    }

    @Override
    public List<Held> held() {
      Long token = pull == null ? null : ledger.token(pull.job());
      return pull == null || token == null ? List.of() : List.of(new Held(pull.job(), token));
    }

    @Override
    public void consume(Claim claim) {
      abandon(claim);
    }

    @Override
    public void abandon(Claim claim) {
      Held held = new Held(claim.job().id(), claim.token());
      ledger.release(List.of(held), ClaimEnd.GIVEN_BACK);
    }

    @Override
    public void abandonUnstarted(Claim claim) {
      abandon(claim);
    }

    @Override
    public void close() {
      ledger.release(held(), ClaimEnd.LEFT);
    }
  }
}
