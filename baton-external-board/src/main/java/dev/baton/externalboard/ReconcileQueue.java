// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.BoardSession;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.JobBoard.Reconciliation;
import dev.baton.job.ClaimEnd;
import dev.baton.job.JobId;
import dev.baton.service.Batches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs differences between the external board and the job store, even if one of them was emptied
 * or restored from an old backup. Reads the store first and the board second. A job that is claimed
 * in the store got its lock before that, so if its lock is not on the board later, the lock is
 * gone.
 */
final class ReconcileQueue {

  private static final Logger LOG = LoggerFactory.getLogger(ReconcileQueue.class);
  private static final int PAGE = 1000;

  /**
   * How old an entry must be before it is removed because its job is missing. Nuvla's server
   * creates an entry before its job, so the job of a young entry may still come.
   */
  private static final Duration ORPHAN = Duration.ofMinutes(1);

  private final BoardContext parts;
  private final QueueView view;
  private final ExternalBoard.@Nullable BoardLogbookStore flows;

  ReconcileQueue(BoardContext parts, ExternalBoard.@Nullable BoardLogbookStore flows) {
    this.parts = parts;
    this.flows = flows;
    this.view = parts.view();
  }

  Reconciliation run(LongConsumer onProgress) {
    if (flows != null) {
      long gone = flows.removeOrphans();
      LOG.debug("flows of deleted jobs removed: flows={}", gone);
    }
    if (!parts.store().isFedByBaton()) {
      return new Reconciliation(0, 0, 0);
    }
    Set<JobId> missing = new HashSet<>();
    long released = 0;
    long count = 0;
    JobId after = null;
    List<ExternalBoardStore.ExternalEntry> page;
    do {
      page = parts.store().externalEntries(after, PAGE);
      parts.queue().refresh();
      released += release(page);
      page.stream()
          .map(ExternalBoardStore.ExternalEntry::job)
          .filter(job -> !view.hasJob(job))
          .forEach(missing::add);
      after = page.isEmpty() ? null : page.getLast().job();
      count += page.size();
      onProgress.accept(count);
    } while (page.size() == PAGE);
    parts.store().markPosted(missing, false);
    freeKeys();
    long removed = removeDeadEntries(count, onProgress);
    long reposted = parts.feeder().restore(missing) + repostForeignRuns();
    return new Reconciliation(reposted, removed, released);
  }

  /**
   * Posts entries for the jobs of foreign runs that have none. Such a job needs an entry, free or
   * locked, until it is final, because without an entry no executor would resume it.
   */
  private long repostForeignRuns() {
    long reposted = 0;
    JobId after = null;
    List<ExternalBoardStore.ExternalEntry> page;
    do {
      page = parts.store().foreignRuns(after, PAGE);
      parts.queue().refresh();
      List<ExternalBoardStore.UnpostedJob> missing =
          page.stream()
              .filter(each -> !view.hasJob(each.job()))
              .map(each ->
                  new ExternalBoardStore.UnpostedJob(each.job(), each.priority(), false, false))
              .toList();
      parts.queue().post(missing);
      reposted += missing.size();
      after = page.isEmpty() ? null : page.getLast().job();
    } while (page.size() == PAGE);
    return reposted;
  }

  /**
   * Ends the claims that the store knows but that have no lock on the board, so that other
   * executors resume the jobs. Returns their number.
   */
  private long release(List<ExternalBoardStore.ExternalEntry> page) {
    List<BoardSession.ClaimRef> dead =
        page.stream()
            .filter(each -> each.claimed() && !isLocked(each.job()))
            .map(each -> new BoardSession.ClaimRef(each.job(), each.token()))
            .toList();
    return dead.isEmpty() ? 0 : parts.store().release(dead, ClaimEnd.LEASE_LOST).size();
  }

  /**
   * Frees the unique keys of final jobs whose executor died before it noticed the end of the job
   * and consumed its claim.
   */
  private void freeKeys() {
    JobId after = null;
    List<BoardSession.ClaimRef> page;
    do {
      page = parts.store().claimsHoldingUniqueKeys(after, PAGE);
      if (!page.isEmpty()) {
        parts.queue().refresh();
        parts
            .store()
            .freeUniqueKeys(page.stream().filter(claim -> !isLocked(claim.job())).toList());
        after = page.getLast().job();
      }
    } while (page.size() == PAGE);
  }

  private boolean isLocked(JobId job) {
    return view.namesOf(job).stream().anyMatch(view::isTaken);
  }

  /**
   * Removes useless free entries: the entries of jobs that do not wait, and of several entries of
   * one job all except the first. Returns their number.
   */
  private long removeDeadEntries(long before, LongConsumer onProgress) {
    Map<JobId, List<String>> free = new HashMap<>();
    view.jobs()
        .forEach((name, job) -> {
          if (!view.isTaken(name)) {
            free.computeIfAbsent(job, any -> new ArrayList<>(1)).add(name);
          }
        });
    long removed = 0;
    long count = before;
    for (List<JobId> some : Batches.of(free.keySet(), PAGE)) {
      removed += parts.queue().remove(deadEntries(some, free)).size();
      count += some.size();
      onProgress.accept(count);
    }
    return removed;
  }

  private Collection<String> deadEntries(List<JobId> jobs, Map<JobId, List<String>> free) {
    Map<JobId, ExternalBoardStore.BoardState> places = new HashMap<>();
    parts
        .store()
        .findBoardJobs(jobs)
        .forEach(boardJob -> places.put(boardJob.id(), boardJob.state()));
    List<String> deadEntries = new ArrayList<>();
    for (JobId job : jobs) {
      List<String> names = free.getOrDefault(job, List.of()).stream().sorted().toList();
      ExternalBoardStore.BoardState boardState = places.get(job);
      if (boardState == null) {
        names.stream().filter(this::isOld).forEach(deadEntries::add);
      } else {
        deadEntries.addAll(
            switch (boardState) {
              case OFF_BOARD, NOT_DUE -> names;
              // The locked entry is the entry of the claim, so the job needs no free entry.
              case CLAIMED -> isLocked(job) ? names : names.subList(1, names.size());
              case WAITING, FOREIGN_RUN -> names.subList(1, names.size());
            });
      }
    }
    return deadEntries;
  }

  private boolean isOld(String name) {
    return parts.clock().nanos() - view.knownSinceNanos(name) > ORPHAN.toNanos();
  }
}
