// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.Admission;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import dev.baton.job.Priority;
import dev.baton.job.Watch;
import dev.baton.service.Deadline;
import dev.baton.wire.Forms;
import dev.baton.wire.Forms.Topic;
import dev.baton.wire.GivenJob;
import dev.baton.wire.Wire;
import dev.baton.wire.WorkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stay at the server's board. */
final class RemoteClaims implements Claims {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteClaims.class);

  /** Each round asks what the one before could not decide. */
  private static final int MAX_ROUNDS = 50;

  private final StayCalls calls;
  private final SignalLoops signals;
  private final Stays stays;
  private final WorkQueue work;
  private final Map<JobId, Long> tokens = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  // Held during requests: one claim at a time, and no look for strays during a claim.
  private final ReentrantLock claiming = new ReentrantLock();
  private final Verdicts verdicts = new Verdicts(); // guarded by claiming
  private final Strays strays;
  private volatile Deadline trustedUntil; // written by any thread that renews, read by any

  RemoteClaims(
      StayCalls calls, Deadline trustedUntil, SignalLoops signals, Stays stays, WorkQueue work) {
    this.calls = calls;
    this.trustedUntil = trustedUntil;
    this.signals = signals;
    this.stays = stays;
    this.work = work;
    this.strays = new Strays(calls, this::holds, this::abandonUnstarted);
  }

  Forms.Stay stay() {
    return calls.stay();
  }

  boolean holds(JobId job) {
    return tokens.containsKey(job);
  }

  boolean holds(JobId job, long token) {
    Long held = tokens.get(job);
    return held != null && held == token;
  }

  @Override
  public List<Claim> claim(int max, Admission admission) {
    claiming.lock();
    try {
      checkTrust();
      strays.giveBack();
      List<Claim> claims = new ArrayList<>();
      claimInRounds(max, admission, claims);
      if (claims.size() < max) {
        signals.hungry();
      }
      return claims;
    } finally {
      claiming.unlock();
    }
  }

  /** What was granted is never lost to a failure of a later round. */
  private void claimInRounds(int max, Admission admission, List<Claim> claims) {
    verdicts.forgetJobs();
    try {
      boolean again = max > 0;
      for (int round = 0; again && round < MAX_ROUNDS; round++) {
        int asked = Math.min(max - claims.size(), Wire.MAX_ITEMS);
        Forms.Granted granted = ask(asked);
        take(granted, claims);
        boolean more = granted.claims().size() == asked;
        again = (verdicts.decide(granted, admission) || more) && claims.size() < max;
      }
    } catch (LostClaimException e) {
      throw e;
    } catch (RuntimeException e) {
      if (claims.isEmpty()) {
        throw e;
      }
      LOG.debug("executor={} claimed less than it wanted", calls.stay().owner(), e);
    }
  }

  /** What cannot be read here goes back, and does not keep the rest from the executor. */
  private void take(Forms.Granted granted, List<Claim> claims) {
    List<GivenJob> unreadable = new ArrayList<>();
    for (Forms.Grant grant : granted.claims()) {
      verdicts
          .read(grant.job())
          .ifPresentOrElse(
              job -> claims.add(new Claim(job, grant.resumed())),
              () -> unreadable.add(grant.job()));
    }
    unreadable.forEach(job -> abandonUnstarted(job.id(), job.token(), Priority.DEFAULT));
  }

  private Forms.Granted ask(int max) {
    try {
      Forms.Granted granted = calls.claim(verdicts.request(calls.stay(), max));
      granted.claims().forEach(grant -> tokens.put(grant.job().id(), grant.job().token()));
      return granted;
    } catch (UnavailableException e) {
      if (NotSent.mayHaveArrived(e)) {
        strays.mayExist();
      }
      throw e;
    }
  }

  @Override
  public Deadline trustedUntil() {
    return trustedUntil;
  }

  @Override
  public List<JobId> renew() {
    checkTrust();
    StayCalls.Renewal renewal = calls.renew();
    checkTrust();
    trustedUntil = renewal.trustedUntil();
    if (strays.areExpected() && claiming.tryLock()) {
      try {
        strays.giveBack();
      } catch (UnavailableException e) {
        LOG.debug("executor={} looks for stray claims later", calls.stay().owner(), e);
      } finally {
        claiming.unlock();
      }
    }
    return renewal.ended();
  }

  /**
   * Trust that has run out once does not come back, even if the server would still have it: writes
   * were given up, and what they were for would be renewed for ever.
   */
  private void checkTrust() {
    if (trustedUntil.isPast(calls.clock())) {
      throw new LostClaimException(
          "the lease of '"
              + calls.stay().owner()
              + "' was not renewed in time: its claims are lost; join the board anew");
    }
  }

  @Override
  public Watch watch(Runnable onEnded) {
    return signals.watch(Topic.ENDED, onEnded);
  }

  @Override
  public void consume(Claim claim) {
    JobId job = claim.job().id();
    int priority = claim.job().spec().priority().value();
    release(new WorkItem.Consume(calls.stay(), job, claim.token(), priority), claim.token());
  }

  @Override
  public void abandon(Claim claim) {
    JobId job = claim.job().id();
    int priority = claim.job().spec().priority().value();
    release(new WorkItem.Abandon(calls.stay(), job, claim.token(), priority), claim.token());
  }

  @Override
  public void abandonUnstarted(Claim claim) {
    abandonUnstarted(claim.job().id(), claim.token(), claim.job().spec().priority());
  }

  private void abandonUnstarted(JobId job, long token, Priority priority) {
    release(new WorkItem.AbandonUnstarted(calls.stay(), job, token, priority.value()), token);
  }

  private void release(WorkItem item, long token) {
    strays.released(item.job(), token);
    try {
      work.carryOut(item, token);
    } catch (LostClaimException e) {
      // The stay is over, and with it the claim: there is nothing left to release.
      LOG.debug("executor={} job={} released after the stay", calls.stay().owner(), item.job(), e);
    }
    tokens.remove(item.job(), token);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stays.remove(this);
      try {
        calls.leave();
      } catch (UnavailableException e) {
        LOG.warn(
            "executor={} could not leave the board; its claims end with the lease",
            calls.stay().owner(),
            e);
      }
    }
  }
}
