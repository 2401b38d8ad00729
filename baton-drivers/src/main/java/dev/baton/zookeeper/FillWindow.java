// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.job.JobId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the waiting jobs belong into the window, and their way there and back. One thread fills
 * it at a time; what only looks may be called by any.
 */
final class FillWindow {

  private static final Logger LOG = LoggerFactory.getLogger(FillWindow.class);
  private static final int PER_KIND = 64;
  private static final int URGENT = 256;
  private static final int PER_MARK = 1000;

  private final QueueView view;
  private final QueueEntryWriter queueEntryWriter;
  private final ExternalBoardStore externalBoardStore;
  private final PostingGrace writers;
  private final int window;

  FillWindow(
      QueueView view,
      QueueEntryWriter queueEntryWriter,
      ExternalBoardStore externalBoardStore,
      PostingGrace writers,
      int window) {
    this.view = view;
    this.queueEntryWriter = queueEntryWriter;
    this.externalBoardStore = externalBoardStore;
    this.writers = writers;
    this.window = window;
  }

  /** Whether so much was taken that it should be filled up, if more waits. */
  boolean isLow() {
    return view.waiting() < window - window / 4;
  }

  boolean isFull() {
    return view.waiting() >= window;
  }

  /** Those of the jobs, the first of each priority, that belong into the window now. */
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
   * What a pass did.
   *
   * @param posted how many it put into ZooKeeper
   * @param hasMoreWaiting whether more waits in the store
   * @param hasJobsInGrace whether some were left to those who wrote them
   */
  record FillResult(int posted, boolean hasMoreWaiting, boolean hasJobsInGrace) {}

  /**
   * Posts what belongs into the window.
   *
   * @param atOnce also what may still be posted by those who wrote it
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
      if (!queueEntryWriter.freeOf(job.job()).isEmpty()) {
        there.add(job.job());
      } else if (view.hasJob(job.job())) {
        // Somebody has its entry, and is about to start it or to remove it. If he dies before, the
        // job goes on when his session ends, as with any claim.
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
    LOG.debug("window filled, posted={} size={}", fresh.size(), view.waiting());
    return new FillResult(fresh.size(), left, young);
  }

  /** Beyond the window: more urgent than it, or of a kind that has nearly nothing in it. */
  private boolean isWanted(UnpostedJob job, Map<Integer, Boolean> urgent) {
    // Counted once for each priority: it is a walk through the window.
    return job.scarce()
        || urgent.computeIfAbsent(
            job.priority(), any -> view.countAtLeastAsUrgent(any, window) < window);
  }

  private void post(List<UnpostedJob> jobs) {
    for (int from = 0; from < jobs.size(); from += PER_MARK) {
      List<UnpostedJob> some = jobs.subList(from, Math.min(jobs.size(), from + PER_MARK));
      queueEntryWriter.post(some);
      externalBoardStore.markPosted(some.stream().map(UnpostedJob::job).toList(), true);
    }
  }

  /** Takes the least urgent out again, when more urgent ones came that are many windows long. */
  void trim() {
    if (view.waiting() < 4 * window) {
      return;
    }
    List<String> tail = view.free().descendingSet().stream().limit(2L * window).toList();
    List<JobId> jobs = tail.stream().flatMap(name -> Stream.ofNullable(view.job(name))).toList();
    queueEntryWriter.remove(tail);
    externalBoardStore.markPosted(jobs, false);
  }
}
