// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.job.JobId;
import dev.baton.service.Batches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selects the waiting jobs for the window, posts them, and removes entries from a window that is
 * too long. Only one thread at a time may change the window; any thread may call the methods that
 * only read.
 */
final class FillWindow {

  private static final Logger LOG = LoggerFactory.getLogger(FillWindow.class);
  private static final int PER_KIND = 64;
  private static final int URGENT = 256;
  private static final int PER_MARK = 1000;

  private final QueueView view;
  private final EntryQueue queue;
  private final ExternalBoardStore externalBoardStore;
  private final PostingGrace writers;
  private final int window;

  FillWindow(
      EntryQueue queue, ExternalBoardStore externalBoardStore, PostingGrace writers, int window) {
    this.view = queue.view();
    this.queue = queue;
    this.externalBoardStore = externalBoardStore;
    this.writers = writers;
    this.window = window;
  }

  /**
   * Whether more than a quarter of the window is free, so that it should be refilled if more jobs
   * wait.
   */
  boolean isLow() {
    return view.waiting() < window - window / 4;
  }

  boolean isFull() {
    return view.waiting() >= window;
  }

  /**
   * Returns those of the jobs that are urgent enough to be posted at once, by the process that
   * wrote them. A job is posted only while the free entries that are at least as urgent fill less
   * than half of the window; the other half is for the feeder.
   */
  List<UnpostedJob> jobsForWindow(List<UnpostedJob> jobs) {
    int half = window / 2;
    Map<Integer, Integer> room = new HashMap<>();
    List<UnpostedJob> fitting = new ArrayList<>();
    for (UnpostedJob job : jobs) {
      int left =
          room.computeIfAbsent(job.priority(), any -> half - view.countAtLeastAsUrgent(any, half));
      if (left > 0) {
        room.put(job.priority(), left - 1);
        fitting.add(job);
      }
    }
    return fitting;
  }

  /**
   * The result of one call of {@link #run}.
   *
   * @param posted the number of jobs that were posted on the board
   * @param hasMoreWaiting whether more jobs wait in the store
   * @param hasJobsInGrace whether jobs were left out because another process is about to post them,
   *     to start them or to remove their entries
   */
  record FillResult(int posted, boolean hasMoreWaiting, boolean hasJobsInGrace) {}

  /**
   * Posts the jobs that belong in the window.
   *
   * @param atOnce whether to post also jobs in their posting grace, which the process that wrote
   *     them may be posting now
   */
  FillResult run(boolean atOnce) {
    int room = Math.max(0, window - view.waiting());
    ExternalBoardStore.UnpostedPage found =
        externalBoardStore.unposted(Math.max(room, URGENT), PER_KIND);
    List<UnpostedJob> fresh = new ArrayList<>();
    List<JobId> there = new ArrayList<>();
    boolean left = found.more();
    boolean young = false;
    Map<Integer, Boolean> urgent = new HashMap<>();
    writers.beginScan();
    for (UnpostedJob job : found.jobs()) {
      if (!view.freeOf(job.job()).isEmpty()) {
        there.add(job.job());
      } else if (view.hasJob(job.job())) {
        // The job has an entry, and another process has locked it to start the job or to remove the
        // entry. Another entry is not needed. If that process dies, its lock ends and the entry is
        // free again.
        young = true;
      } else if (!atOnce && writers.isInGrace(job)) {
        young = true;
      } else if (fresh.size() < room || isWanted(job, urgent)) {
        fresh.add(job);
      } else {
        left = true;
      }
    }
    writers.endScan();
    externalBoardStore.markPosted(there, true);
    post(fresh);
    LOG.debug("window filled: posted={} entries={}", fresh.size(), view.waiting());
    return new FillResult(fresh.size(), left, young);
  }

  /**
   * Whether a job is posted although the window is full: fewer jobs than the window has places are
   * at least as urgent, or the window has almost no jobs of its job kind.
   */
  private boolean isWanted(UnpostedJob job, Map<Integer, Boolean> urgent) {
    // Whether a priority is urgent is computed once for all jobs with it, because the count reads
    // the entries of the window one by one.
    return job.scarce()
        || urgent.computeIfAbsent(
            job.priority(), any -> view.countAtLeastAsUrgent(any, window) < window);
  }

  private void post(List<UnpostedJob> jobs) {
    for (List<UnpostedJob> some : Batches.of(jobs, PER_MARK)) {
      queue.post(some);
      externalBoardStore.markPosted(some.stream().map(UnpostedJob::job).toList(), true);
    }
  }

  /**
   * Removes the least urgent entries if the queue has become at least four times as long as the
   * window, because many more urgent jobs were posted. The removed jobs wait in the store.
   */
  void trim() {
    if (view.waiting() < 4 * window) {
      return;
    }
    List<String> tail = view.free().descendingSet().stream().limit(2L * window).toList();
    List<JobId> jobs = tail.stream().flatMap(name -> Stream.ofNullable(view.job(name))).toList();
    queue.remove(tail);
    externalBoardStore.markPosted(jobs, false);
  }
}
