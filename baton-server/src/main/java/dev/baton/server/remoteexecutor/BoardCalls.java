// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.JobBoard;
import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import dev.baton.protocol.MaybeReadableJob;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The protocol calls for the board and for board sessions. */
record BoardCalls(JobBoard board, RemoteSessions remoteSessions, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(BoardCalls.class);
  private static final int MAX_POSTINGS = 10_000;

  void addTo(CallRoutes callRoutes) {
    callRoutes.add(
        ProtocolCalls.JOIN, (caller, sessionRef) -> trust(remoteSessions.join(caller, sessionRef)));
    callRoutes.add(
        ProtocolCalls.RENEW, (caller, sessionRef) -> atSession(caller, sessionRef, this::renew));
    callRoutes.add(ProtocolCalls.CLAIM, this::claim);
    callRoutes.add(
        ProtocolCalls.HELD_CLAIMS,
        (caller, sessionRef) ->
            atSession(
                caller,
                sessionRef,
                served -> new Messages.HeldClaimsReply(served.session().heldClaims())));
    callRoutes.add(ProtocolCalls.LEAVE, this::leave);
    callRoutes.add(ProtocolCalls.END_DEAD_SESSION, this::endDead);
    callRoutes.add(ProtocolCalls.NEXT_DUE, q -> new Messages.MomentReply(board.nextDue()));
    callRoutes.add(ProtocolCalls.POSTINGS, this::postings);
    callRoutes.add(ProtocolCalls.RECONCILE, q -> new Messages.ReconcileReply(board.reconcile()));
  }

  private <T> T atSession(
      Caller caller, Messages.SessionRef sessionRef, Function<RemoteSession, T> body) {
    try {
      return body.apply(remoteSessions.of(caller, sessionRef));
    } catch (LostClaimException e) {
      remoteSessions.drop(caller, sessionRef);
      throw e;
    }
  }

  private Messages.LeaseTrust trust(RemoteSession session) {
    return Messages.LeaseTrust.of(session.session().trustedUntil(), clock);
  }

  private Messages.RenewReply renew(RemoteSession session) {
    List<JobId> ended = session.session().renew();
    return new Messages.RenewReply(ended, trust(session));
  }

  private Messages.ClaimReply claim(Caller caller, Messages.ClaimRequest request) {
    return atSession(caller, request.session(), session -> claim(session, request));
  }

  private static Messages.ClaimReply claim(RemoteSession session, Messages.ClaimRequest request) {
    session.forgetWrongDenials(request.accepted());
    RemoteAdmission admission = new RemoteAdmission(request, session.denied());
    List<Claim> claims =
        session.session().claim(Math.min(request.max(), Protocol.MAX_ITEMS), admission);
    claims.forEach(claim -> session.granted().put(claim.job().id(), claim.token()));
    return new Messages.ClaimReply(
        claims.stream()
            .map(claim ->
                new Messages.GrantedClaim(MaybeReadableJob.of(claim.job()), claim.resumed()))
            .toList(),
        session.undecided(request.accepted(), request.rejected()),
        admission.undecided().stream().map(MaybeReadableJob::of).toList());
  }

  /** Ends a board session. If the session has already ended, this is no error. */
  private Messages.EmptyMessage leave(Caller caller, Messages.SessionRef sessionRef) {
    try {
      remoteSessions.of(caller, sessionRef).session().close();
    } catch (LostClaimException e) {
      LOG.debug("board session had ended: executor={}", sessionRef.owner(), e);
    } finally {
      remoteSessions.drop(caller, sessionRef);
    }
    return new Messages.EmptyMessage();
  }

  /** Ends the board session of a dead executor. If it has already ended, this is no error. */
  private Messages.FlagReply endDead(Caller caller, Messages.SessionRef sessionRef) {
    try {
      BoardSession session = remoteSessions.of(caller, sessionRef).session();
      boolean ended = board.endDeadSession(session.reference());
      session.close();
      return new Messages.FlagReply(ended);
    } catch (LostClaimException e) {
      LOG.debug("board session had ended: executor={}", sessionRef.owner(), e);
      return new Messages.FlagReply(false);
    } finally {
      remoteSessions.drop(caller, sessionRef);
    }
  }

  private Messages.BoardPostings postings(Messages.PageRequest pageRequest) {
    int limit = Math.min(pageRequest.limit(), MAX_POSTINGS);
    return new Messages.BoardPostings(board.postings(pageRequest.offset(), limit));
  }
}
