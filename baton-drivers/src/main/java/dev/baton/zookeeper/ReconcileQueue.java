// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.Claims;
import dev.baton.board.JobBoard.Reconciliation;
import dev.baton.board.Ledger;
import dev.baton.job.ClaimEnd;
import dev.baton.job.JobId;
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
 * Makes ZooKeeper agree with the store, whatever happened to either: it may have been emptied, or
 * restored from an old backup. The store is read first and ZooKeeper after it: what is claimed in
 * the store has had its lock before, so that a lock that is missing then is gone.
 */
final class ReconcileQueue {

  private static final Logger LOG = LoggerFactory.getLogger(ReconcileQueue.class);
  private static final int PAGE = 1000;

  /** Nuvla's server makes entries before their jobs. */
  private static final Duration ORPHAN = Duration.ofMinutes(1);

  private final BoardParts parts;
  private final QueueView view;
  private final @Nullable ZookeeperLogbook flows;

  ReconcileQueue(BoardParts parts, @Nullable ZookeeperLogbook flows) {
    this.parts = parts;
    this.flows = flows;
    this.view = parts.view();
  }

  Reconciliation run(LongConsumer onLooked) {
    if (flows != null) {
      long gone = flows.removeOrphans();
      LOG.debug("flows of jobs that are gone removed={}", gone);
    }
    if (!parts.ledger().isFedHere()) {
      return new Reconciliation(0, 0, 0);
    }
    Set<JobId> missing = new HashSet<>();
    long released = 0;
    long looked = 0;
    JobId after = null;
    List<Ledger.Elsewhere> page;
    do {
      page = parts.ledger().elsewhere(after, PAGE);
      parts.queue().refresh();
      released += release(page);
      page.stream()
          .map(Ledger.Elsewhere::job)
          .filter(job -> !view.hasJob(job))
          .forEach(missing::add);
      after = page.isEmpty() ? null : page.getLast().job();
      looked += page.size();
      onLooked.accept(looked);
    } while (page.size() == PAGE);
    parts.ledger().mark(missing, false);
    freeKeys();
    long removed = removeLitter(looked, onLooked);
    long reposted = parts.feeder().restore(missing) + repostOutside();
    if (reposted + removed + released > 0) {
      LOG.info("board reconciled, reposted={} removed={} released={}", reposted, removed, released);
    }
    return new Reconciliation(reposted, removed, released);
  }

  /**
   * What runs by the word of an executor of another make has an entry, taken or free, until it is
   * final. Without one nobody would take it up.
   */
  private long repostOutside() {
    long reposted = 0;
    JobId after = null;
    List<Ledger.Elsewhere> page;
    do {
      page = parts.ledger().outside(after, PAGE);
      parts.queue().refresh();
      List<Ledger.Waiting> missing =
          page.stream()
              .filter(each -> !view.hasJob(each.job()))
              .map(each -> new Ledger.Waiting(each.job(), each.priority(), false, false))
              .toList();
      parts.postings().post(missing);
      reposted += missing.size();
      after = page.isEmpty() ? null : page.getLast().job();
    } while (page.size() == PAGE);
    return reposted;
  }

  /** Claims without a lock. */
  private long release(List<Ledger.Elsewhere> page) {
    List<Claims.Held> dead =
        page.stream()
            .filter(each -> each.claimed() && !isLocked(each.job()))
            .map(each -> new Claims.Held(each.job(), each.token()))
            .toList();
    return dead.isEmpty() ? 0 : parts.ledger().release(dead, ClaimEnd.LOST).size();
  }

  /** Unique keys of final jobs whose executor died before it could say that it stopped them. */
  private void freeKeys() {
    JobId after = null;
    List<Claims.Held> page;
    do {
      page = parts.ledger().stopping(after, PAGE);
      if (!page.isEmpty()) {
        parts.queue().refresh();
        parts.ledger().letGo(page.stream().filter(claim -> !isLocked(claim.job())).toList());
        after = page.getLast().job();
      }
    } while (page.size() == PAGE);
  }

  private boolean isLocked(JobId job) {
    return view.namesOf(job).stream().anyMatch(view::isTaken);
  }

  /** Free entries of jobs that do not wait, and all but the first of each job. */
  private long removeLitter(long before, LongConsumer onLooked) {
    Map<JobId, List<String>> free = new HashMap<>();
    view.jobs()
        .forEach((name, job) -> {
          if (!view.isTaken(name)) {
            free.computeIfAbsent(job, any -> new ArrayList<>(1)).add(name);
          }
        });
    long removed = 0;
    List<JobId> jobs = List.copyOf(free.keySet());
    for (int from = 0; from < jobs.size(); from += PAGE) {
      List<JobId> some = jobs.subList(from, Math.min(jobs.size(), from + PAGE));
      removed += parts.postings().remove(litter(some, free)).size();
      onLooked.accept(before + from + some.size());
    }
    return removed;
  }

  private Collection<String> litter(List<JobId> jobs, Map<JobId, List<String>> free) {
    Map<JobId, Ledger.Place> places = new HashMap<>();
    parts.ledger().standing(jobs).forEach(standing -> places.put(standing.id(), standing.place()));
    List<String> litter = new ArrayList<>();
    for (JobId job : jobs) {
      List<String> names = free.getOrDefault(job, List.of()).stream().sorted().toList();
      Ledger.Place place = places.get(job);
      if (place == null) {
        names.stream().filter(this::isOld).forEach(litter::add);
      } else {
        litter.addAll(
            switch (place) {
              case OFF, NOT_DUE -> names;
              // One with a lock stands for the job.
              case CLAIMED -> isLocked(job) ? names : names.subList(1, names.size());
              case WAITING, OUTSIDE -> names.subList(1, names.size());
            });
      }
    }
    return litter;
  }

  private boolean isOld(String name) {
    return parts.clock().nanos() - view.sinceNanos(name) > ORPHAN.toNanos();
  }
}
