// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

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
 * Decides which waiting jobs the feeder leaves to the processes that wrote them. These processes
 * have a short time to post their jobs, so that the feeder does not post them a second time.
 */
final class PostingGrace {

  /**
   * How long the feeder leaves a job to the process that wrote it, from the moment when the feeder
   * first saw the job.
   */
  private static final Duration TURN = Duration.ofMillis(300);

  private static final int MOST_LEFT = 10_000;

  private final Clock clock;
  private final Runnable onLeft;
  // Two sets of jobs that this process wrote: those that it is about to post, and those that it
  // left to the feeder.
  private final Set<JobId> writing = ConcurrentHashMap.newKeySet();
  private final Set<JobId> left = ConcurrentHashMap.newKeySet();
  // When the feeder first saw the jobs of other processes: in {@code before} as of the previous
  // scan, in {@code now} as of the current scan. Used only by the feeder.
  private Map<JobId, Long> before = Map.of();
  private Map<JobId, Long> now = new HashMap<>();

  PostingGrace(Clock clock, Runnable onLeft) {
    this.clock = clock;
    this.onLeft = onLeft;
  }

  /** Reports that this process writes these jobs and is about to post them. */
  void beginPost(Collection<JobId> jobs) {
    writing.addAll(jobs);
  }

  /**
   * Reports that this process has written the jobs and has tried to post them.
   *
   * @param unposted the jobs that it has not posted, so that the feeder posts them
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

  /** Starts a scan of the jobs that are not posted. */
  void beginScan() {
    now = new HashMap<>();
  }

  /** Ends a scan. Forgets the jobs that were not in it, because they are posted or gone. */
  void endScan() {
    before = now;
  }

  /** Whether the feeder must leave the job to its writer for now. */
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
