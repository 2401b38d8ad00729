// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.board.Claim;
import dev.baton.board.JobBoard;
import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.GivenJob;
import dev.baton.wire.Wire;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The board and the stays at it. */
final class BoardCalls {

  private static final Logger LOG = LoggerFactory.getLogger(BoardCalls.class);
  private static final int MAX_POSTINGS = 10_000;

  private final JobBoard board;
  private final Stays stays;
  private final Clock clock;

  BoardCalls(JobBoard board, Stays stays, Clock clock) {
    this.board = board;
    this.stays = stays;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.on(Calls.JOIN, (caller, stay) -> trust(stays.join(caller, stay)));
    routes.on(Calls.RENEW, (caller, stay) -> atStay(caller, stay, this::renew));
    routes.on(Calls.CLAIM, this::claim);
    routes.on(
        Calls.HELD,
        (caller, stay) ->
            atStay(caller, stay, served -> new Forms.HeldClaims(served.claims().held())));
    routes.on(Calls.LEAVE, this::leave);
    routes.on(Calls.NEXT_DUE, q -> new Forms.Moment(board.nextDue()));
    routes.on(Calls.POSTINGS, this::postings);
    routes.on(Calls.RECONCILE, q -> new Forms.Reconciled(board.reconcile()));
  }

  private <T> T atStay(Caller caller, Forms.Stay stay, Function<ServedStay, T> body) {
    try {
      return body.apply(stays.of(caller, stay));
    } catch (LostClaimException e) {
      stays.drop(caller, stay);
      throw e;
    }
  }

  private Forms.Trust trust(ServedStay stay) {
    return Forms.Trust.of(stay.claims().trustedUntil(), clock);
  }

  private Forms.Renewed renew(ServedStay stay) {
    List<JobId> ended = stay.claims().renew();
    return new Forms.Renewed(ended, trust(stay));
  }

  private Forms.Granted claim(Caller caller, Forms.AskClaims request) {
    return atStay(
        caller,
        request.stay(),
        stay ->
            stay.wronglyDenied(request.accepted())
                ? claim(stays.rejoin(caller, request.stay()), request)
                : claim(stay, request));
  }

  private static Forms.Granted claim(ServedStay stay, Forms.AskClaims request) {
    RemoteAdmission admission = new RemoteAdmission(request, stay.denied());
    List<Claim> claims = stay.claims().claim(Math.min(request.max(), Wire.MAX_ITEMS), admission);
    claims.forEach(claim -> stay.granted().add(claim.job().id(), claim.token()));
    return new Forms.Granted(
        claims.stream()
            .map(claim -> new Forms.Grant(GivenJob.of(claim.job()), claim.resumed()))
            .toList(),
        stay.undecided(request.accepted(), request.rejected()),
        admission.undecided().stream().map(GivenJob::of).toList());
  }

  /** A stay that has ended already was left all the same. */
  private Forms.Nothing leave(Caller caller, Forms.Stay stay) {
    try {
      stays.of(caller, stay).claims().close();
    } catch (LostClaimException e) {
      LOG.debug("executor={} leaves a stay that has ended", stay.owner());
    } finally {
      stays.drop(caller, stay);
    }
    return new Forms.Nothing();
  }

  private Forms.Postings postings(Forms.Window window) {
    int limit = Math.min(window.limit(), MAX_POSTINGS);
    return new Forms.Postings(board.postings(window.offset(), limit));
  }
}
