// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobStatus;
import dev.baton.job.JobStore;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.FailureLog;
import dev.baton.service.OutageLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Abandons the claims of this executor that have no run. Otherwise the jobs of such claims would
 * stay RUNNING, and nobody would run them, for as long as the board session lasts.
 *
 * <p>A claim that cannot be abandoned now delays neither the other claims nor new claims. The next
 * pass tries to abandon the claim again, until that succeeds or the session is lost. Used only by
 * the thread of the poll loop that claims jobs.
 */
final class ReturnClaims {

  private static final Logger LOG = LoggerFactory.getLogger(ReturnClaims.class);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(30));
  private static final String WHAT = "return claims";

  private record NotStarted(Claim claim, ExecutorSession session) {}

  private final JobStore jobs;
  private final Clock clock;
  private final OutageLog outageLog;
  private final List<NotStarted> notStarted = new ArrayList<>();
  private final FailureLog failureLog =
      new FailureLog(
          LOG,
          "claim cannot be returned, so no executor can run the job; Baton tries again: job={}");
  private boolean claimsAreUnknown;
  private int failures;
  private long failedNanos;
  private Duration pause = Duration.ZERO;

  ReturnClaims(JobStore jobs, Clock clock, OutageLog outageLog) {
    this.jobs = jobs;
    this.clock = clock;
    this.outageLog = outageLog;
  }

  /** Abandons the claim of a job that this executor could not start. */
  void notStarted(Claim claim, ExecutorSession executorSession) {
    notStarted.add(new NotStarted(claim, executorSession));
    remember(returnNotStarted());
  }

  /**
   * Records that a claim call failed. The board may have granted claims that this executor does not
   * know.
   */
  void claimsAreUnknown() {
    claimsAreUnknown = true;
    pause = Duration.ZERO;
  }

  /**
   * Tries again to abandon the remaining claims, if the pause after a failure is over.
   *
   * @throws UnavailableException if the board does not say which claims the session holds
   */
  void run(ExecutorSession executorSession) {
    if (untilNext(Duration.ZERO).isPositive()) {
      return;
    }
    boolean done = returnNotStarted();
    if (claimsAreUnknown) {
      boolean known = returnUnknown(executorSession);
      claimsAreUnknown = !known;
      done &= known;
    }
    remember(done);
  }

  /**
   * The time until the next attempt to abandon the claims.
   *
   * @param otherwise the result if nothing has failed
   */
  Duration untilNext(Duration otherwise) {
    if (failures == 0) {
      return otherwise;
    }
    Duration left = pause.minusNanos(clock.nanos() - failedNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void remember(boolean done) {
    if (done) {
      failures = 0;
    } else {
      failures++;
      failedNanos = clock.nanos();
      pause = BACKOFF.after(failures);
    }
  }

  private boolean returnNotStarted() {
    boolean done = true;
    for (NotStarted each : List.copyOf(notStarted)) {
      JobId job = each.claim().job().id();
      try {
        if (each.session().isLost()
            || isReturned(
                job, () -> each.session().boardSession().abandonUnstarted(each.claim()))) {
          notStarted.remove(each);
          outageLog.callSucceeded(WHAT);
        } else {
          done = false;
        }
      } catch (UnavailableException e) {
        // The next pass of the poll loop tries again, and tells the outage log when the board
        // answers.
        outageLog.callFailed(WHAT, e);
        return done;
      }
    }
    return done;
  }

  private boolean returnUnknown(ExecutorSession executorSession) {
    List<BoardSession.ClaimRef> held;
    try {
      // The held claims must be read from the board before the runs are read. A run that ends in
      // between has consumed its claim, and abandoning a claim that is not held has no effect. No
      // other thread starts runs.
      held = executorSession.boardSession().heldClaims();
    } catch (LostClaimException e) {
      LOG.debug("board session was lost: executor={}", executorSession.executor(), e);
      return true;
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      if (failures == 0) {
        LOG.warn(
            "claims that the executor may still hold cannot be read; Baton tries again:"
                + " executor={}",
            executorSession.executor(),
            e);
      } else {
        LOG.debug("claims still cannot be read: executor={}", executorSession.executor(), e);
      }
      return false;
    }
    boolean done = true;
    for (BoardSession.ClaimRef each : held) {
      if (executorSession.runsOf(List.of(each.job())).isEmpty()) {
        done &= isReturned(each.job(), () -> abandon(executorSession, each));
      }
    }
    return done;
  }

  private void abandon(ExecutorSession executorSession, BoardSession.ClaimRef claimRef) {
    Job job = jobs.find(claimRef.job()).orElse(null);
    if (job == null) {
      return;
    }
    JobStatus status = job.status().toBuilder().token(claimRef.token()).build();
    Claim claim = new Claim(job.withStatus(status), true);
    if (job.state().isFinal()) {
      executorSession.boardSession().consume(claim);
    } else {
      executorSession.boardSession().abandonUnstarted(claim);
    }
    LOG.info("claim is returned, its job does not run: job={}", claimRef.job());
  }

  /** Tries to abandon a claim. Returns whether this executor no longer holds the claim. */
  private boolean isReturned(JobId job, Runnable abandon) {
    try {
      abandon.run();
      failureLog.succeeded(job.toString());
      return true;
    } catch (LostClaimException e) {
      failureLog.succeeded(job.toString());
      LOG.debug("claim was lost before it was returned: job={}", job, e);
      return true;
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      failureLog.failed(job.toString(), e);
      return false;
    }
  }
}
