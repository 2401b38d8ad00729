// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.NotSentException;
import dev.baton.job.JobId;
import dev.baton.job.Priority;
import dev.baton.job.Watch;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.MaybeReadableJob;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.Protocol;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session of this process at the job board of the server. */
final class RemoteBoardSession implements BoardSession {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteBoardSession.class);

  /**
   * The largest number of requests in one call of claim. The server may answer a request with
   * admission questions; the next request answers them.
   */
  private static final int MAX_ROUNDS = 50;

  private final Clock clock;
  private final Duration lease;
  private final Supplier<BoardSessionCalls> newSession;
  private final StandByLoop standByLoop;
  private final StandByPeriod standByPeriod;
  private final OpenBoardSessions openBoardSessions;
  private final ClaimWriteQueue work;
  private final Map<JobId, Long> tokens = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  // Held by a call of claim, and by the search for unanswered claims. Thus the search never sees a
  // claim whose answer is still on its way to this process.
  private final ReentrantLock claiming = new ReentrantLock();
  private final AdmissionAnswers admissionAnswers = new AdmissionAnswers(); // guarded by claiming
  private final UnansweredClaims unansweredClaims;
  private volatile Deadline trustedUntil; // written by any thread that renews, read by any
  // The calls of the present session, and whether the executor has left it to stand by. Written
  // only while claiming is held, read by any.
  private volatile BoardSessionCalls calls;
  private volatile boolean standsBy;

  RemoteBoardSession(
      BoardSessionCalls calls,
      Deadline trustedUntil,
      Supplier<BoardSessionCalls> newSession,
      StandByLoop standByLoop,
      OpenBoardSessions openBoardSessions,
      ClaimWriteQueue work) {
    this.clock = calls.clock();
    this.lease = calls.sessionRef().lease();
    this.calls = calls;
    this.trustedUntil = trustedUntil;
    this.newSession = newSession;
    this.standByLoop = standByLoop;
    this.standByPeriod = new StandByPeriod(standByLoop, clock, lease);
    this.openBoardSessions = openBoardSessions;
    this.work = work;
    this.unansweredClaims =
        new UnansweredClaims(() -> this.calls, this::holds, this::abandonUnstarted);
  }

  Messages.SessionRef sessionRef() {
    return calls.sessionRef();
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
      if (tokens.isEmpty() && standByPeriod.hasNothingToClaim()) {
        return List.of();
      }
      if (standsBy) {
        joinAgain();
      }
      checkTrust();
      unansweredClaims.abandonAll();
      long postings = standByPeriod.postings();
      List<Claim> claims = new ArrayList<>();
      claimInRounds(max, admission, claims);
      if (claims.size() < max) {
        standByLoop.wakeOnNextPosting();
      }
      if (claims.isEmpty()) {
        standByPeriod.claimedNothing(postings);
      } else {
        standByPeriod.active();
      }
      return claims;
    } catch (RuntimeException e) {
      standByPeriod.active();
      throw e;
    } finally {
      claiming.unlock();
    }
  }

  @Override
  public void forgetAdmission() {
    claiming.lock();
    try {
      admissionAnswers.clearKinds();
      standByPeriod.active();
    } finally {
      claiming.unlock();
    }
  }

  private void joinAgain() {
    BoardSessionCalls next = newSession.get();
    trustedUntil = next.join();
    calls = next;
    standsBy = false;
    standByPeriod.joined();
  }

  /**
   * Leaves the board if the executor has had no claims for some time. No claim can be lost then, so
   * there is nothing to renew. The next claim joins the board again.
   */
  private void standByIfIdle() {
    if (standsBy || !tokens.isEmpty() || !standByPeriod.mayLeave() || !claiming.tryLock()) {
      return;
    }
    try {
      if (tokens.isEmpty() && !unansweredClaims.areExpected()) {
        calls.leave();
        standsBy = true;
      }
    } catch (UnavailableException e) {
      LOG.debug(
          "executor could not leave the board to stand by; it tries again: executor={}",
          calls.sessionRef().owner(),
          e);
    } finally {
      claiming.unlock();
    }
  }

  /**
   * Claims in several requests. If a later request fails, the claims of the earlier requests are
   * kept.
   */
  private void claimInRounds(int max, Admission admission, List<Claim> claims) {
    admissionAnswers.clearJobs();
    try {
      boolean again = max > 0;
      for (int round = 0; again && round < MAX_ROUNDS; round++) {
        int sent = Math.min(max - claims.size(), Protocol.MAX_ITEMS);
        Messages.ClaimReply claimReply = requestClaims(sent);
        take(claimReply, claims);
        if (!claimReply.jobs().isEmpty()) {
          // A capability that refuses a job now may accept it soon.
          standByPeriod.active();
        }
        boolean more = claimReply.claims().size() == sent;
        again = (admissionAnswers.answer(claimReply, admission) || more) && claims.size() < max;
      }
    } catch (LostClaimException e) {
      throw e;
    } catch (RuntimeException e) {
      if (claims.isEmpty()) {
        throw e;
      }
      LOG.debug(
          "later claim request failed; the jobs of the earlier requests are kept: executor={}",
          calls.sessionRef().owner(),
          e);
    }
  }

  /**
   * Adds the granted claims to the list. Abandons the claims of jobs that this release cannot read;
   * the executor runs the other jobs.
   */
  private void take(Messages.ClaimReply claimReply, List<Claim> claims) {
    List<MaybeReadableJob> unreadable = new ArrayList<>();
    for (Messages.GrantedClaim grantedClaim : claimReply.claims()) {
      admissionAnswers
          .read(grantedClaim.job())
          .ifPresentOrElse(
              job -> claims.add(new Claim(job, grantedClaim.resumed())),
              () -> unreadable.add(grantedClaim.job()));
    }
    unreadable.forEach(job -> abandonUnstarted(job.id(), job.token(), Priority.DEFAULT));
  }

  private Messages.ClaimReply requestClaims(int max) {
    try {
      Messages.ClaimReply claimReply =
          calls.claim(admissionAnswers.request(calls.sessionRef(), max));
      claimReply
          .claims()
          .forEach(grantedClaim -> tokens.put(grantedClaim.job().id(), grantedClaim.job().token()));
      return claimReply;
    } catch (UnavailableException e) {
      if (NotSentException.mayHaveArrived(e)) {
        unansweredClaims.expect();
      }
      throw e;
    }
  }

  /** While the executor stands by it has no claims, and the next claim begins with a new lease. */
  @Override
  public Deadline trustedUntil() {
    return standsBy ? Deadline.after(clock.nanos(), lease) : trustedUntil;
  }

  @Override
  public List<JobId> renew() {
    standByIfIdle();
    if (standsBy) {
      return List.of();
    }
    checkTrust();
    BoardSessionCalls.Renewal renewal = calls.renew();
    checkTrust();
    trustedUntil = renewal.trustedUntil();
    if (unansweredClaims.areExpected() && claiming.tryLock()) {
      try {
        unansweredClaims.abandonAll();
      } catch (UnavailableException e) {
        LOG.debug(
            "unanswered claims cannot be read; the next renewal tries again: executor={}",
            calls.sessionRef().owner(),
            e);
      } finally {
        claiming.unlock();
      }
    }
    return renewal.ended();
  }

  /**
   * Throws if this process could not renew the session in time. Such a session is given up even if
   * the server still has it, because this process has stopped repeating its claim writes. If it
   * renewed the session, the claims whose writes failed would stay forever, and nobody would run
   * their jobs.
   */
  private void checkTrust() {
    if (trustedUntil.isPast(clock)) {
      throw new LostClaimException(
          "the lease of executor '"
              + calls.sessionRef().owner()
              + "' was not renewed in time, so all its claims are lost; join the board again");
    }
  }

  @Override
  public Watch watch(Runnable onEnded) {
    return standByLoop.watch(LongPollTopic.ENDED, onEnded);
  }

  @Override
  public void consume(Claim claim) {
    JobId job = claim.job().id();
    int priority = claim.job().spec().priority().value();
    release(
        new ClaimWriteItem.Consume(calls.sessionRef(), job, claim.token(), priority),
        claim.token());
  }

  @Override
  public void abandon(Claim claim) {
    JobId job = claim.job().id();
    int priority = claim.job().spec().priority().value();
    release(
        new ClaimWriteItem.Abandon(calls.sessionRef(), job, claim.token(), priority),
        claim.token());
  }

  @Override
  public void abandonUnstarted(Claim claim) {
    abandonUnstarted(claim.job().id(), claim.token(), claim.job().spec().priority());
  }

  private void abandonUnstarted(JobId job, long token, Priority priority) {
    release(
        new ClaimWriteItem.AbandonUnstarted(calls.sessionRef(), job, token, priority.value()),
        token);
  }

  private void release(ClaimWriteItem item, long token) {
    standByPeriod.active();
    unansweredClaims.noteEnded(item.job(), token);
    try {
      work.execute(item, token);
    } catch (LostClaimException e) {
      // The session is over, and its claims have ended with it. Therefore there is no claim to
      // abandon.
      LOG.debug(
          "claim need not be released, because it ended with its session: executor={} job={}",
          calls.sessionRef().owner(),
          item.job(),
          e);
    }
    tokens.remove(item.job(), token);
  }

  @Override
  public String reference() {
    return SessionReferenceText.of(calls.sessionRef());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      openBoardSessions.remove(this);
      if (standsBy) {
        return;
      }
      try {
        calls.leave();
      } catch (UnavailableException e) {
        LOG.warn(
            "executor could not leave the board; its claims expire with its lease: executor={}",
            calls.sessionRef().owner(),
            e);
      }
    }
  }
}
