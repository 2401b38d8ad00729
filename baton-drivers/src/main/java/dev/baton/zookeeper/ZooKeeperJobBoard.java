// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The board: a window of the waiting jobs in ZooKeeper, over a store that has them all. */
final class ZooKeeperJobBoard implements JobBoard {

  /** Longer than it takes to see a lock that this process took itself. */
  private static final Duration RESERVED = Duration.ofSeconds(2);

  private final ZooKeeperBoardContext parts;
  private final JobBoard store;
  private final ReconcileQueue reconcile;
  // What claimers of this process try to take, so that they do not meet each other.
  private final SetAsideEntries reserved;
  private final Set<ZooKeeperBoardSession> stays = ConcurrentHashMap.newKeySet();

  ZooKeeperJobBoard(
      ZooKeeperBoardContext parts, JobBoard store, @Nullable ZooKeeperLogbookStore flows) {
    this.parts = parts;
    this.store = store;
    this.reconcile = new ReconcileQueue(parts, flows);
    parts.feeder().onReconcile(this::reconcile);
    this.reserved = new SetAsideEntries(parts.clock(), RESERVED);
  }

  @Override
  public BoardSession join(String owner, Duration lease) {
    ZooKeeperBoardSession stay =
        ZooKeeperBoardSession.join(parts, reserved, owner, lease, stays::remove);
    stays.add(stay);
    return stay;
  }

  /** Whether somebody claims from the board in this process. */
  boolean hasSessions() {
    return !stays.isEmpty();
  }

  /** Ends the sessions of those who are still here, as the end of the process would. */
  void endSessions() {
    stays.forEach(ZooKeeperBoardSession::end);
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
    return parts.view().namesOf(job).stream().map(ZooKeeperPaths::entry).toList();
  }

  @Override
  public Reconciliation reconcile() {
    return reconcile.run(looked -> {});
  }

  @Override
  public Reconciliation reconcile(LongConsumer onLooked) {
    return reconcile.run(onLooked);
  }
}
