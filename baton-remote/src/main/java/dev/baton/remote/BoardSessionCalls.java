// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.BoardSession;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.RetryIdempotentCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The protocol calls of one board session. */
record BoardSessionCalls(RemoteClient remoteClient, Clock clock, Messages.SessionRef sessionRef) {

  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(5);

  /**
   * The result of a renewal.
   *
   * @param ended the jobs of the session's claims that others have ended
   * @param trustedUntil the moment up to which the claims of the session are valid
   */
  record Renewal(List<JobId> ended, Deadline trustedUntil) {}

  /** Joins the board, and returns the time up to which the session is valid. */
  Deadline join() {
    long start = clock.nanos();
    return remoteClient.call(ProtocolCalls.JOIN, sessionRef).since(start);
  }

  /**
   * Renews the lease. If the server does not answer, repeats the call for at most a third of the
   * lease, because the next renewal is due then.
   */
  Renewal renew() {
    Duration third = sessionRef.lease().dividedBy(3);
    RetryIdempotentCalls repeats = remoteClient.repeats();
    return repeats.call(
        () -> {
          long start = clock.nanos();
          Messages.RenewReply renewReply =
              remoteClient.call(ProtocolCalls.RENEW, sessionRef, sessionRef.lease());
          return new Renewal(renewReply.ended(), renewReply.trust().since(start));
        },
        repeats.deadlineAfter(third));
  }

  Messages.ClaimReply claim(Messages.ClaimRequest request) {
    return remoteClient.call(ProtocolCalls.CLAIM, request);
  }

  List<BoardSession.ClaimRef> held() {
    return remoteClient.repeat(ProtocolCalls.HELD_CLAIMS, sessionRef).held();
  }

  Optional<Job> find(JobId id) {
    return remoteClient.find(new Messages.JobRef(id, sessionRef));
  }

  void leave() {
    remoteClient.call(ProtocolCalls.LEAVE, sessionRef, LEAVE_TIMEOUT);
  }
}
