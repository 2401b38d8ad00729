// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which jobs are still to be posted by those who wrote them: they have a moment for it, so that the
 * one who feeds the window does not do it a second time.
 */
final class PostingGrace {

  /** From when a job is seen by the one who feeds. */
  private static final Duration TURN = Duration.ofMillis(300);

  private static final int MOST_LEFT = 10_000;

  private final Clock clock;
  private final Runnable onLeft;
  // Jobs that this process is about to post, and such that it wrote and leaves to the window.
  private final Set<JobId> writing = ConcurrentHashMap.newKeySet();
  private final Set<JobId> left = ConcurrentHashMap.newKeySet();
  // Since when others' jobs are seen; of the look before and of this one. The feeder's.
  private Map<JobId, Long> before = Map.of();
  private Map<JobId, Long> now = new HashMap<>();

  PostingGrace(Clock clock, Runnable onLeft) {
    this.clock = clock;
    this.onLeft = onLeft;
  }

  /** This process writes these jobs, and is about to post them. */
  void beginPost(Collection<JobId> jobs) {
    writing.addAll(jobs);
  }

  /**
   * This process has written them.
   *
   * @param unposted those that it leaves to the window
   */
  void endPost(Collection<JobId> jobs, Collection<JobId> unposted) {
    if (left.size() > MOST_LEFT) {
      left.clear();
    }
    left.addAll(unposted);
    jobs.forEach(writing::remove);
    if (!unposted.isEmpty()) {
      onLeft.run();
    }
  }

  /** A look at what is not posted begins. */
  void beginScan() {
    now = new HashMap<>();
  }

  /** The look is over: what was not seen in it is forgotten. */
  void endScan() {
    before = now;
  }

  /** Whether the job is to be left to its writer for now. */
  boolean isInGrace(UnpostedJob job) {
    if (writing.contains(job.job())) {
      return true;
    }
    if (!job.fresh() || left.remove(job.job())) {
      return false;
    }
    long nanos = clock.nanos();
    long since = before.getOrDefault(job.job(), nanos);
    now.put(job.job(), since);
    return nanos - since < TURN.toNanos();
  }
}
