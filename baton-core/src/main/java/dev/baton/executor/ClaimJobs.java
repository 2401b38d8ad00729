// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.plugin.Catalogue;
import dev.baton.service.OutageLog;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.SaturatedTime;
import dev.baton.service.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the free slots with jobs from the board. While the board has more jobs than there are free
 * slots, a pass waits a moment until several slots are free, so that claims come in batches.
 */
final class ClaimJobs implements PollLoop.Pass {

  private static final Logger LOG = LoggerFactory.getLogger(ClaimJobs.class);
  private static final String CLAIM = "claim jobs";

  /** The largest number of jobs that one call claims. */
  private static final int MAX_CLAIMS = 500;

  private static final Duration BATCH_WAIT = Duration.ofMillis(5);
  private static final Duration MIN_WAIT = Duration.ofMillis(50);
  // A board reports new jobs. When no jobs come, polling only finds jobs that the board failed to
  // report, so it can be rare.
  private static final int IDLE_FACTOR = 6;

  private final ExecutorContext context;
  private final SessionHolder sessionHolder;
  private final Catalogue catalogue;
  private final CatalogueAdmission admission;
  private final OutageLog outageLog;
  private final ReturnClaims returns;
  // Written by the thread of the poll loop; read by the threads that end runs.
  private volatile boolean hasBacklog;
  // Used only by the thread of the poll loop.
  private boolean waitedForBatch;
  private String reference = "";
  private int lostSessions;
  private ClaimFailures failures = ClaimFailures.NONE;
  private long lastActivityNanos;

  ClaimJobs(
      ExecutorContext context,
      SessionHolder sessionHolder,
      Catalogue catalogue,
      CapabilityRefusals capabilityRefusals,
      OutageLog outageLog) {
    this.context = context;
    this.sessionHolder = sessionHolder;
    this.catalogue = catalogue;
    this.admission =
        new CatalogueAdmission(
            catalogue, capabilityRefusals, context.stopping(), context.listener());
    this.outageLog = outageLog;
    this.returns = new ReturnClaims(context.ports().jobs(), context.clock(), outageLog);
    this.lastActivityNanos = nowNanos();
  }

  /**
   * Whether the last claim left jobs on the board, so that a free slot is a reason to claim again.
   */
  boolean hasBacklog() {
    return hasBacklog;
  }

  @Override
  public PassResult runOnce() {
    Duration poll = pollInterval();
    if (context.stopping().getAsBoolean()) {
      return PassResult.waitFor(poll);
    }
    Duration ignoreWakeUps = failures.ignoreWakeUps(nowNanos());
    if (ignoreWakeUps.isPositive()) {
      return PassResult.waitFor(ignoreWakeUps);
    }
    try {
      PassResult next = fillSlots(poll);
      if (failures.areOver(nowNanos())) {
        recovered();
      }
      return noLaterThan(returns.untilNext(poll), next);
    } catch (UnavailableException e) {
      outageLog.callFailed(CLAIM, e);
      failures = failures.plusOne(nowNanos());
      return PassResult.waitFor(failures.pause());
    }
  }

  private PassResult fillSlots(Duration poll) {
    ExecutorSession executorSession = sessionHolder.current();
    returns.run(executorSession);
    int slots = context.options().slots();
    int free = context.draining().getAsBoolean() ? 0 : slots - context.runningJobs().size();
    boolean waits = hasBacklog && free > 0 && free < fullBatch(slots) && !waitedForBatch;
    waitedForBatch = waits;
    if (waits) {
      return PassResult.waitFor(BATCH_WAIT);
    }
    return free > 0
        ? claim(executorSession, Math.min(free, MAX_CLAIMS), poll)
        : PassResult.waitFor(poll);
  }

  /**
   * The number of free slots at which the executor claims at once instead of waiting for more free
   * slots.
   */
  private int fullBatch(int slots) {
    return Math.max(1, Math.min(slots, MAX_CLAIMS) / 4);
  }

  private static PassResult noLaterThan(Duration atMost, PassResult next) {
    return next instanceof PassResult.Wait(Duration delay) && delay.compareTo(atMost) > 0
        ? PassResult.waitFor(atMost)
        : next;
  }

  private void recovered() {
    outageLog.callSucceeded(CLAIM);
    failures = ClaimFailures.NONE;
  }

  private long nowNanos() {
    return context.clock().nanos();
  }

  /**
   * The interval is longer if nothing was claimed or refused for some time. Refused jobs are tried
   * again, so they keep the interval short.
   */
  private Duration pollInterval() {
    Duration poll = context.options().pollInterval();
    Duration idle = poll.multipliedBy(IDLE_FACTOR);
    return nowNanos() - lastActivityNanos > SaturatedTime.nanos(idle) ? idle : poll;
  }

  private PassResult claim(ExecutorSession executorSession, int max, Duration poll) {
    long before = nowNanos();
    Instant since = context.clock().now();
    List<Claim> claims;
    try {
      claims = executorSession.boardSession().claim(max, admission);
    } catch (LostClaimException e) {
      sessionHolder.lost(executorSession, String.valueOf(e.getMessage()));
      return joinAgain(e);
    } catch (RuntimeException e) {
      // The board may have granted claims before the call failed. Therefore the claims that the
      // session holds on the board must be compared with its runs.
      returns.claimsAreUnknown();
      throw e;
    }
    lostSessions = 0;
    context.listener().tell(to -> to.claimed(claims.size(), Duration.ofNanos(nowNanos() - before)));
    if (!claims.isEmpty() || admission.refusedSinceLastCall()) {
      lastActivityNanos = nowNanos();
    }
    if (!claims.isEmpty()) {
      recovered();
    }
    if (!claims.isEmpty()) {
      tellReference(executorSession.boardSession().reference());
    }
    hasBacklog = claims.size() >= max;
    claims.forEach(claim -> startOrAbandon(claim, executorSession, since));
    return hasBacklog ? PassResult.again() : PassResult.waitFor(untilDue(poll));
  }

  private void tellReference(String newReference) {
    if (!newReference.equals(reference)) {
      reference = newReference;
      context.listener().tell(to -> to.sessionChanged(newReference));
    }
  }

  /**
   * Joins the board again at once after the first loss of a session, because the jobs of the
   * executor wait. If the new session is also lost before the board has answered a claim call, this
   * counts as an outage. For example, a load balancer may send each request to another server,
   * which does not hold the session.
   */
  private PassResult joinAgain(LostClaimException e) {
    lostSessions++;
    if (lostSessions > 1) {
      throw new UnavailableException(
          "the board session was lost again before the board answered a claim: " + e.getMessage(),
          e);
    }
    return PassResult.again();
  }

  /** The time until the next job with a delay is due, at most the poll interval. */
  private Duration untilDue(Duration poll) {
    Instant due = context.ports().board().nextDue();
    if (due == null) {
      return poll;
    }
    Duration left = Duration.between(context.clock().now(), due);
    // The clocks of board and executor differ: a job that is due by this clock may not yet be due
    // at the board. Therefore the next claim waits a minimum time.
    Duration atLeast = left.compareTo(MIN_WAIT) < 0 && left.isNegative() ? MIN_WAIT : left;
    return atLeast.compareTo(poll) < 0 ? atLeast : poll;
  }

  /**
   * Starts the job, or abandons its claim if the start fails, for example for lack of memory. A job
   * without a run must not stay claimed.
   */
  private void startOrAbandon(Claim claim, ExecutorSession executorSession, Instant since) {
    try {
      start(claim, executorSession, since);
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "job cannot be started by this executor; its claim is returned, so that another executor"
              + " can start it: job={}",
          claim.job().id(),
          e);
      returns.notStarted(claim, executorSession);
    }
  }

  private void start(Claim claim, ExecutorSession executorSession, Instant since) {
    RunningJob runningJob =
        new RunningJob(
            claim,
            executorSession,
            catalogue.action(claim.job().spec().action()).orElse(null),
            TraceRun.start(context, claim, since),
            context.clock());
    context.runningJobs().add(runningJob);
    executorSession.add(runningJob);
    if (executorSession.isLost()) {
      // The session was lost after the claim. The end of the session interrupted only the runs that
      // existed, so this new run must be interrupted here.
      context.runInterrupter().interrupt(runningJob, InterruptReason.CLAIM_LOST);
    }
    if (context.stopping().getAsBoolean()) {
      context.runInterrupter().interrupt(runningJob, InterruptReason.STOPPING);
    }
    LOG.debug("job claimed: job={} token={}", claim.job().id(), claim.token());
    boolean started = false;
    try {
      runningJob.start(Threads.virtual("job", new RunJob(runningJob, context)));
      started = true;
    } finally {
      if (!started) {
        executorSession.remove(runningJob);
        context.runningJobs().remove(runningJob);
        runningJob.span().end();
      }
    }
  }
}
