// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.QuotaExceededException;
import dev.baton.job.Job;
import dev.baton.job.JobStore;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Refuses posts beyond an owner's quota. Parallel posts at one server never exceed it: jobs count
 * from their admission on, before they are stored. The jobs of an owner are counted at most once in
 * {@link #FRESH}, so with several servers an owner may exceed the quota by what the other servers
 * accept within that time and while such posts are being stored. Thread-safe.
 */
final class CheckQuota {

  private static final Duration FRESH = Duration.ofSeconds(2);

  /** Owners whose counts are kept; the others are counted again when they post. */
  private static final int MAX_KNOWN = 10_000;

  private final JobStore store;
  private final JobQuotas quotas;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock, and so are its values; the owner that posted least recently comes first.
  private final Map<String, OwnerLoad> loads = new LinkedHashMap<>(16, 0.75f, true);

  /** The jobs of an owner, as far as this process knows. */
  private static final class OwnerLoad {
    /** As the store counted them, with those that were being stored when it began to count. */
    private long counted;

    /** Jobs that were ever admitted here. */
    private long admitted;

    /** What {@link #admitted} was when the store began to count. */
    private long admittedBefore;

    /** Jobs that were admitted and may not be stored yet. */
    private long pending;

    private Deadline fresh;

    private OwnerLoad(Deadline fresh) {
      this.fresh = fresh;
    }

    private long jobs() {
      return counted + admitted - admittedBefore;
    }
  }

  CheckQuota(JobStore store, JobQuotas quotas, Clock clock) {
    this.store = store;
    this.quotas = quotas;
    this.clock = clock;
  }

  /**
   * Refuses a request that is too long, before its jobs are looked at.
   *
   * @throws QuotaExceededException if it is
   */
  void checkRequest(Caller caller, int jobs) {
    if (!caller.isAdmin() && jobs > quotas.perRequest()) {
      throw new QuotaExceededException(
          "the request has "
              + jobs
              + " jobs; allowed in one request: "
              + quotas.perRequest()
              + " (setting quota-jobs-per-request); split it");
    }
  }

  /**
   * Counts the jobs to those of their owners.
   *
   * @return to be run after the attempt to store the jobs, whether they are stored or not
   * @throws QuotaExceededException if an owner would have too many; then none is counted
   */
  Runnable admit(Caller caller, List<Job> jobs) {
    if (caller.isAdmin() || quotas.unfinishedPerOwner() == Integer.MAX_VALUE) {
      return () -> {};
    }
    Map<String, Long> byOwner =
        jobs.stream()
            .map(job -> job.origin().owner())
            .filter(owner -> !owner.equals(Principals.ADMIN))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    List<Runnable> settled = new ArrayList<>();
    try {
      byOwner.forEach((owner, count) -> settled.add(admit(owner, count)));
    } catch (RuntimeException e) {
      settled.forEach(Runnable::run);
      throw e;
    }
    return () -> settled.forEach(Runnable::run);
  }

  /** Answers what to run when the jobs are stored or were not admitted after all. */
  private Runnable admit(String owner, long more) {
    if (!isAdmitted(owner, more, false)) {
      count(owner);
      if (!isAdmitted(owner, more, true)) {
        throw exceeded(owner, more);
      }
    }
    return () -> settle(owner, more);
  }

  /** Whether the jobs fit the last count; a count that was just made is taken as fresh. */
  private boolean isAdmitted(String owner, long more, boolean justCounted) {
    lock.lock();
    try {
      OwnerLoad ownerLoad = loads.get(owner);
      boolean isKnown = ownerLoad != null && (justCounted || !ownerLoad.fresh.isPast(clock));
      if (ownerLoad == null || !isKnown || ownerLoad.jobs() + more > quotas.unfinishedPerOwner()) {
        return false;
      }
      ownerLoad.admitted += more;
      ownerLoad.pending += more;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A job that is stored during the count may be counted twice until the next count. */
  private void count(String owner) {
    long before;
    long pending;
    lock.lock();
    try {
      OwnerLoad ownerLoad = known(owner);
      before = ownerLoad.admitted;
      pending = ownerLoad.pending;
    } finally {
      lock.unlock();
    }
    Deadline fresh = Deadline.after(clock.nanos(), FRESH);
    // Not under the lock, which all owners share.
    long counted = store.countUnfinished(owner);
    lock.lock();
    try {
      OwnerLoad ownerLoad = known(owner);
      ownerLoad.counted = counted + pending;
      ownerLoad.admittedBefore = before;
      ownerLoad.fresh = fresh;
    } finally {
      lock.unlock();
    }
  }

  private OwnerLoad known(String owner) {
    OwnerLoad ownerLoad = loads.get(owner);
    if (ownerLoad == null) {
      if (loads.size() >= MAX_KNOWN) {
        forgetOne();
      }
      ownerLoad = new OwnerLoad(Deadline.after(clock.nanos(), Duration.ZERO));
      loads.put(owner, ownerLoad);
    }
    return ownerLoad;
  }

  /** The owner that posted least recently and has nothing under way. */
  private void forgetOne() {
    var each = loads.values().iterator();
    while (each.hasNext()) {
      if (each.next().pending == 0) {
        each.remove();
        return;
      }
    }
  }

  private void settle(String owner, long stored) {
    lock.lock();
    try {
      OwnerLoad ownerLoad = loads.get(owner);
      if (ownerLoad != null) {
        ownerLoad.pending -= stored;
      }
    } finally {
      lock.unlock();
    }
  }

  private QuotaExceededException exceeded(String owner, long more) {
    long jobs;
    lock.lock();
    try {
      jobs = known(owner).jobs();
    } finally {
      lock.unlock();
    }
    return new QuotaExceededException(
        "'"
            + owner
            + "' has "
            + jobs
            + " jobs that wait or run, and posts "
            + more
            + " more; allowed: "
            + quotas.unfinishedPerOwner()
            + " (setting quota-jobs-per-owner); wait until some have ended, or cancel some");
  }
}
