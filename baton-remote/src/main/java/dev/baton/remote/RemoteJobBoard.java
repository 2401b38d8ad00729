// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.job.Watch;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

record RemoteJobBoard(
    RemoteClient remoteClient,
    Clock clock,
    LongPollLoops signals,
    OpenBoardSessions openBoardSessions,
    ClaimWriteQueue work)
    implements JobBoard {

  private static final Duration RECONCILE_TIMEOUT = Duration.ofMinutes(10);
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Each call sends a new session key. If the answer gets lost, the session on the server ends with
   * its lease.
   */
  @Override
  public BoardSession join(String owner, Duration lease) {
    Messages.SessionRef sessionRef = new Messages.SessionRef(secret(), owner, lease);
    long start = clock.nanos();
    Deadline trust = remoteClient.call(ProtocolCalls.JOIN, sessionRef).since(start);
    BoardSessionCalls calls = new BoardSessionCalls(remoteClient, clock, sessionRef);
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
    return remoteClient.repeat(ProtocolCalls.NEXT_DUE, new Messages.EmptyMessage()).at();
  }

  @Override
  public List<Posting> postings(int offset, int limit) {
    Messages.PageRequest pageRequest = new Messages.PageRequest(offset, limit);
    return remoteClient.repeat(ProtocolCalls.POSTINGS, pageRequest).postings();
  }

  @Override
  public Reconciliation reconcile() {
    return remoteClient
        .call(ProtocolCalls.RECONCILE, new Messages.EmptyMessage(), RECONCILE_TIMEOUT)
        .done();
  }
}
