// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.board.SetAsideItems;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The job board: a window of the waiting jobs is posted outside the job store, and the job store
 * has all jobs.
 */
final class ExternalJobBoard implements JobBoard {

  /**
   * How long an entry that one session of this process has picked is kept from the other sessions
   * of this process. The time is long enough for the view to show the lock that the session takes.
   */
  private static final Duration RESERVED = Duration.ofSeconds(2);

  private final BoardContext parts;
  private final JobBoard store;
  private final ReconcileQueue reconcile;
  // Entries that sessions of this process are trying to take, so that these sessions do not
  // collide.
  private final SetAsideItems<String> reserved;
  private final Set<ExternalBoardSession> sessions = ConcurrentHashMap.newKeySet();

  ExternalJobBoard(
      BoardContext parts, JobBoard store, ExternalBoard.@Nullable BoardLogbookStore flows) {
    this.parts = parts;
    this.store = store;
    this.reconcile = new ReconcileQueue(parts, flows);
    parts.feeder().onReconcile(this::reconcile);
    this.reserved = new SetAsideItems<>(parts.clock(), RESERVED);
  }

  @Override
  public BoardSession join(String owner, Duration lease) {
    ExternalBoardSession session =
        ExternalBoardSession.join(parts, reserved, owner, lease, sessions::remove);
    sessions.add(session);
    return session;
  }

  /** Whether an executor in this process has a session at the board. */
  boolean hasSessions() {
    return !sessions.isEmpty();
  }

  /** Ends the open sessions without releasing their claims, as if the process had died. */
  void endSessions() {
    sessions.forEach(ExternalBoardSession::end);
  }

  @Override
  public boolean endDeadSession(String reference) {
    for (ExternalBoardSession session : sessions) {
      if (session.reference().equals(reference)) {
        session.end();
        return true;
      }
    }
    return parts.queue().endSession(reference);
  }

  @Override
  public Watch watch(Runnable onPosting) {
    return parts.view().watch(onPosting);
  }

  @Override
  public @Nullable Instant nextDue() {
    return store.nextDue();
  }

  @Override
  public List<Posting> postings(int offset, int limit) {
    return store.postings(offset, limit);
  }

  @Override
  public List<String> entryPathsOf(JobId job) {
    return parts.view().namesOf(job).stream().map(parts.queue()::path).toList();
  }

  @Override
  public Reconciliation reconcile() {
    return reconcile.run(count -> {});
  }

  @Override
  public Reconciliation reconcile(LongConsumer onProgress) {
    return reconcile.run(onProgress);
  }
}
