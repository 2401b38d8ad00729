// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.Claims;
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
final class ZookeeperBoard implements JobBoard {

  /** Longer than it takes to see a lock that this process took itself. */
  private static final Duration RESERVED = Duration.ofSeconds(2);

  private final BoardParts parts;
  private final JobBoard store;
  private final ReconcileQueue reconcile;
  // What claimers of this process try to take, so that they do not meet each other.
  private final SetAside reserved;
  private final Set<ZookeeperClaims> stays = ConcurrentHashMap.newKeySet();

  ZookeeperBoard(BoardParts parts, JobBoard store, @Nullable ZookeeperLogbook flows) {
    this.parts = parts;
    this.store = store;
    this.reconcile = new ReconcileQueue(parts, flows);
    parts.feeder().reconcileBy(this::reconcile);
    this.reserved = new SetAside(parts.clock(), RESERVED);
  }

  @Override
  public Claims join(String owner, Duration lease) {
    ZookeeperClaims stay = ZookeeperClaims.join(parts, reserved, owner, lease, stays::remove);
    stays.add(stay);
    return stay;
  }

  /** Whether somebody claims from the board in this process. */
  boolean hasStays() {
    return !stays.isEmpty();
  }

  /** Ends the sessions of those who are still here, as the end of the process would. */
  void endStays() {
    stays.forEach(ZookeeperClaims::end);
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
  public List<String> placesOf(JobId job) {
    return parts.view().namesOf(job).stream().map(Paths::entry).toList();
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
