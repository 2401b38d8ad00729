// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.board.Admission;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.board.JobBoard;
import dev.baton.board.Ledger;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
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
  private final @Nullable JobId job;
  private final Clock clock;
  // Set by the claimer when the job was handed out: it is so once.
  private final AtomicBoolean granted = new AtomicBoolean();

  /**
   * @param job that is to be run; null is none
   */
  PullBoard(CimiLedger ledger, CimiJobStore jobs, @Nullable JobId job, Clock clock) {
    this.ledger = ledger;
    this.jobs = jobs;
    this.job = job;
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
      if (job == null || max < 1 || granted.get()) {
        return List.of();
      }
      Job found = jobs.find(job).orElse(null);
      if (found == null || admission.refusal(found).isPresent()) {
        return List.of();
      }
      // Milliseconds grow from one process to the next, and no token is kept for longer.
      Ledger.Start start = new Ledger.Start(job, clock.now().toEpochMilli(), 0L);
      if (ledger.start(owner, List.of(start)).getFirst() instanceof Ledger.Answer.Started started) {
        granted.set(true);
        return List.of(started.claim());
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
      Long token = job == null ? null : ledger.token(job);
      return job == null || token == null ? List.of() : List.of(new Held(job, token));
    }

    @Override
    public void consume(Claim claim) {
      abandon(claim);
    }

    @Override
    public void abandon(Claim claim) {
      Held held = new Held(claim.job().id(), claim.token());
      ledger.release(List.of(held), JobEvent.Kind.ABANDONED);
    }

    @Override
    public void close() {
      ledger.release(held(), JobEvent.Kind.ABANDONED);
    }
  }
}
