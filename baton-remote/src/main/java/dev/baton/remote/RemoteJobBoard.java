// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.wire.Messages;
import dev.baton.wire.Messages.LongPollTopic;
import dev.baton.wire.ProtocolCalls;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class RemoteJobBoard implements JobBoard {

  private static final Duration RECONCILE_TIMEOUT = Duration.ofMinutes(10);
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final RemoteClient remoteClient;
  private final Clock clock;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final LongPollLoops signals;
  private final OpenBoardSessions openBoardSessions;
  private final ClaimWriteQueue work;

  RemoteJobBoard(
      RemoteClient remoteClient,
      Clock clock,
      RetryIdempotentCalls retryIdempotentCalls,
      LongPollLoops signals,
      OpenBoardSessions openBoardSessions,
      ClaimWriteQueue work) {
    this.remoteClient = remoteClient;
    this.clock = clock;
    this.retryIdempotentCalls = retryIdempotentCalls;
    this.signals = signals;
    this.openBoardSessions = openBoardSessions;
    this.work = work;
  }

  /** Each attempt sends a new secret. A session whose answer was lost ends with its lease. */
  @Override
  public BoardSession join(String owner, Duration lease) {
    Messages.SessionRef sessionRef = new Messages.SessionRef(secret(), owner, lease);
    long start = clock.nanos();
    Deadline trust = remoteClient.call(ProtocolCalls.JOIN, sessionRef).since(start);
    BoardSessionCalls calls =
        new BoardSessionCalls(remoteClient, clock, retryIdempotentCalls, sessionRef);
    RemoteBoardSession claims =
        new RemoteBoardSession(calls, trust, signals, openBoardSessions, work);
    openBoardSessions.add(claims);
    return claims;
  }

  private static String secret() {
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public Watch watch(Runnable onPosting) {
    return signals.watch(LongPollTopic.POSTINGS, onPosting);
  }

  @Override
  public @Nullable Instant nextDue() {
    return retryIdempotentCalls
        .call(() -> remoteClient.call(ProtocolCalls.NEXT_DUE, new Messages.EmptyMessage()))
        .at();
  }

  @Override
  public List<Posting> postings(int offset, int limit) {
    Messages.PageRequest pageRequest = new Messages.PageRequest(offset, limit);
    return retryIdempotentCalls
        .call(() -> remoteClient.call(ProtocolCalls.POSTINGS, pageRequest))
        .postings();
  }

  @Override
  public Reconciliation reconcile() {
    return remoteClient
        .call(ProtocolCalls.RECONCILE, new Messages.EmptyMessage(), RECONCILE_TIMEOUT)
        .done();
  }
}
