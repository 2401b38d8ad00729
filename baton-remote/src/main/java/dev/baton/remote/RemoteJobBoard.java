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
    StandByLoop standByLoop,
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
    standByLoop.detectWithin(lease);
    BoardSessionCalls calls = callsOfNewSession(owner, lease);
    Deadline trust = calls.join();
    RemoteBoardSession claims =
        new RemoteBoardSession(
            calls,
            trust,
            () -> callsOfNewSession(owner, lease),
            standByLoop,
            openBoardSessions,
            work);
    openBoardSessions.add(claims);
    return claims;
  }

  private BoardSessionCalls callsOfNewSession(String owner, Duration lease) {
    return new BoardSessionCalls(
        remoteClient, clock, new Messages.SessionRef(secret(), owner, lease));
  }

  private static String secret() {
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public boolean endDeadSession(String reference) {
    return remoteClient
        .repeat(ProtocolCalls.END_DEAD_SESSION, SessionReferenceText.parse(reference))
        .flag();
  }

  @Override
  public Watch watch(Runnable onPosting) {
    return standByLoop.watch(LongPollTopic.POSTINGS, onPosting);
  }

  /** Unknown while the server reports jobs that become due, as it does other postings. */
  @Override
  public @Nullable Instant nextDue() {
    if (standByLoop.isWaiting()) {
      return null;
    }
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
