// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.StartRefusal;
import dev.baton.board.ExternalBoardStore.StartRequest;
import dev.baton.board.ExternalBoardStore.StartResult;
import dev.baton.board.JobBoard;
import dev.baton.job.ClaimEnd;
import dev.baton.job.JobId;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A board in memory instead of the board in ZooKeeper, without leases: what a claim of a job means
 * for the job store is the same.
 */
final class QueueBoard implements JobBoard {

  /** The entries and locks that several processes share. Its own lock guards it. */
  static final class SharedQueue {
    private final Set<JobId> entries = new LinkedHashSet<>();
    private final Set<JobId> locked = new HashSet<>();
    private final AtomicLong tokens = new AtomicLong();

    /** Adds the entry of a job, as the server does. */
    synchronized void add(JobId job) {
      entries.add(job);
    }
  }

  private final SharedQueue queue;
  private final ExternalBoardStore store;
  private final Clock clock;

  QueueBoard(SharedQueue queue, ExternalBoardStore store, Clock clock) {
    this.queue = queue;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public BoardSession join(String owner, Duration lease) {
    return new QueueSession(owner, Deadline.after(clock.nanos(), lease));
  }

  @Override
  public Watch watch(Runnable onPosting) {
    return () -> {};
  }

  @Override
  public @Nullable Instant nextDue() {
    return null;
  }

  @Override
  public List<Posting> postings(int offset, int limit) {
    synchronized (queue) {
      return queue.entries.stream()
          .skip(offset)
          .limit(limit)
          .map(job -> new Posting(job, 0, Instant.EPOCH, null))
          .toList();
    }
  }

  @Override
  public Reconciliation reconcile() {
    return new Reconciliation(0, 0, 0);
  }

  private final class QueueSession implements BoardSession {
    private final String owner;
    private final Deadline trust;
    private final Map<JobId, ClaimRef> held = new LinkedHashMap<>();

    QueueSession(String owner, Deadline trust) {
      this.owner = owner;
      this.trust = trust;
    }

    @Override
    public List<Claim> claim(int max, Admission admission) {
      synchronized (queue) {
        List<Claim> claims = new ArrayList<>();
        for (JobId id : List.copyOf(queue.entries)) {
          if (claims.size() < max && !queue.locked.contains(id)) {
            start(id, null, claims);
          }
        }
        return claims;
      }
    }

    private void start(JobId id, @Nullable Long ended, List<Claim> claims) {
      StartRequest request = new StartRequest(id, queue.tokens.incrementAndGet(), ended);
      switch (store.start(owner, List.of(request)).getFirst()) {
        case StartResult.Started started -> {
          queue.locked.add(id);
          held.put(id, new ClaimRef(id, started.claim().token()));
          claims.add(started.claim());
        }
        case StartResult.Refused refused -> {
          // Nobody has the lock, so the claim that the store reports has ended.
          if (refused.reason() == StartRefusal.CLAIMED && ended == null) {
            start(id, refused.token(), claims);
          }
        }
      }
    }

    @Override
    public Deadline trustedUntil() {
      return trust;
    }

    @Override
    public List<JobId> renew() {
      return List.copyOf(store.endedClaims(List.copyOf(held.values())));
    }

    @Override
    public List<ClaimRef> heldClaims() {
      return List.copyOf(held.values());
    }

    @Override
    public void consume(Claim claim) {
      synchronized (queue) {
        queue.entries.remove(claim.job().id());
      }
      release(claim.job().id(), ClaimEnd.ABANDONED);
    }

    @Override
    public void abandon(Claim claim) {
      release(claim.job().id(), ClaimEnd.ABANDONED);
    }

    @Override
    public void abandonUnstarted(Claim claim) {
      release(claim.job().id(), ClaimEnd.ABANDONED_UNSTARTED);
    }

    private void release(JobId job, ClaimEnd end) {
      ClaimRef claim = held.remove(job);
      if (claim != null) {
        store.release(List.of(claim), end);
        synchronized (queue) {
          queue.locked.remove(job);
        }
      }
    }

    @Override
    public void close() {
      List.copyOf(held.keySet()).forEach(job -> release(job, ClaimEnd.BOARD_LEFT));
    }
  }
}
