// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.NotSentException;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Deadline;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.service.Service;
import java.time.Duration;

/**
 * Sends claim writes to the server. If the server does not answer, repeats a write until this
 * process must assume that the claim is lost.
 */
final class ClaimWriteQueue implements Service {

  /** How long a write is repeated for a claim that no board session of this process holds. */
  private static final Duration WITHOUT_CLAIM = Duration.ofSeconds(5);

  private final RetryIdempotentCalls retryIdempotentCalls;
  private final OpenBoardSessions openBoardSessions;
  private final CallBatcher callBatcher;

  ClaimWriteQueue(RemoteClient remoteClient, OpenBoardSessions openBoardSessions) {
    this.retryIdempotentCalls = remoteClient.repeats();
    this.openBoardSessions = openBoardSessions;
    this.callBatcher =
        new CallBatcher("remote-work", remoteClient, ProtocolCalls.CLAIM_WRITES, "items");
  }

  @Override
  public void start() {
    callBatcher.start();
  }

  /** Within ten seconds, as {@link CallBatcher#stop()}. */
  @Override
  public void stop() {
    callBatcher.stop();
  }

  /**
   * Sends the claim write. Blocks until the server has executed it.
   *
   * @throws LostClaimException if the server answers that the claim is lost, or if the claim
   *     expired here while the server did not answer
   * @throws UnavailableException if no board session of this process holds the claim and the server
   *     did not answer for a few seconds
   */
  void execute(ClaimWriteItem item, long token) {
    Deadline otherwise = retryIdempotentCalls.deadlineAfter(WITHOUT_CLAIM);
    boolean mayBeDone = false;
    for (int failures = 1; ; failures++) {
      try {
        callBatcher
            .submit(
                new Messages.ClaimWriteRequest(
                    openBoardSessions.sessionHolding(item.job()), mayBeDone, item))
            .value(JsonNode.class);
        return;
      } catch (UnavailableException e) {
        mayBeDone |= NotSentException.mayHaveArrived(e);
        Deadline trust = openBoardSessions.trustedUntil(item.job(), token);
        if (!retryIdempotentCalls.pause(failures, trust == null ? otherwise : trust)) {
          throw trust != null && retryIdempotentCalls.isPast(trust) ? lost(item, e) : e;
        }
      }
    }
  }

  private static LostClaimException lost(ClaimWriteItem item, UnavailableException e) {
    return new LostClaimException(
        "the claim of " + item.job() + " expired while the server did not answer", e);
  }
}
