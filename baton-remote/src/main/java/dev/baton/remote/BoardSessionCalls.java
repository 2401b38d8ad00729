// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.BoardSession;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.wire.Messages;
import dev.baton.wire.ProtocolCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The protocol calls of one board session. */
final class BoardSessionCalls {

  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(5);

  private final RemoteClient remoteClient;
  private final Clock clock;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final Messages.SessionRef sessionRef;

  /**
   * The result of a renewal.
   *
   * @param ended the claimed jobs that have ended on the server
   * @param trustedUntil the moment up to which the claims of the session are valid
   */
  record Renewal(List<JobId> ended, Deadline trustedUntil) {}

  BoardSessionCalls(
      RemoteClient remoteClient,
      Clock clock,
      RetryIdempotentCalls retryIdempotentCalls,
      Messages.SessionRef sessionRef) {
    this.remoteClient = remoteClient;
    this.clock = clock;
    this.retryIdempotentCalls = retryIdempotentCalls;
    this.sessionRef = sessionRef;
  }

  Messages.SessionRef sessionRef() {
    return sessionRef;
  }

  Clock clock() {
    return clock;
  }

  /**
   * Renews the lease. Repeats the call for at most a third of the lease, because the next renewal
   * is due then.
   */
  Renewal renew() {
    Duration third = sessionRef.lease().dividedBy(3);
    return retryIdempotentCalls.call(
        () -> {
          long start = clock.nanos();
          Messages.RenewReply renewReply =
              remoteClient.call(ProtocolCalls.RENEW, sessionRef, sessionRef.lease());
          return new Renewal(renewReply.ended(), renewReply.trust().since(start));
        },
        retryIdempotentCalls.deadlineAfter(third));
  }

  Messages.ClaimReply claim(Messages.ClaimRequest request) {
    return remoteClient.call(ProtocolCalls.CLAIM, request);
  }

  List<BoardSession.ClaimRef> held() {
    return retryIdempotentCalls
        .call(() -> remoteClient.call(ProtocolCalls.HELD_CLAIMS, sessionRef))
        .held();
  }

  Optional<Job> find(JobId id) {
    Messages.JobRef request = new Messages.JobRef(id, sessionRef);
    return retryIdempotentCalls.call(
        () -> Optional.ofNullable(remoteClient.call(ProtocolCalls.FIND, request).job()));
  }

  void leave() {
    remoteClient.call(ProtocolCalls.LEAVE, sessionRef, LEAVE_TIMEOUT);
  }
}
