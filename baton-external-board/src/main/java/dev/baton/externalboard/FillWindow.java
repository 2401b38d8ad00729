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
 * Selects the waiting jobs for the window, posts them, and takes them out again. Only one thread at
 * a time may fill the window; methods that only read may be called by any thread.
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

  /** Whether so many entries were taken that the window should be refilled if more jobs wait. */
  boolean isLow() {
    return view.waiting() < window - window / 4;
  }

  boolean isFull() {
    return view.waiting() >= window;
  }

  /** Returns the jobs that belong in the window now: the first jobs of each priority. */
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
   * @param hasJobsInGrace whether jobs were skipped because another process is about to post, start
   *     or remove them
   */
  record FillResult(int posted, boolean hasMoreWaiting, boolean hasJobsInGrace) {}

  /**
   * Posts the jobs that belong in the window.
   *
   * @param atOnce whether to post also jobs that the process which wrote them may still post
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
        // Another process has the entry of the job and is about to start the job or to remove the
        // entry. If that process dies before, the job continues when its session ends, as with any
        // claim.
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
   * Whether a job is posted although the window is full: it is more urgent than the window, or of a
   * kind that has almost no jobs in the window.
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
   * Removes the least urgent entries if more urgent jobs made the queue at least four times as long
   * as the window.
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
