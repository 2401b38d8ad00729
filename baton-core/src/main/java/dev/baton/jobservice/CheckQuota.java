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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Refuses posts beyond an owner's quota. Parallel posts at one server never exceed it: jobs count
 * as soon as they are admitted, before they are stored. The jobs of an owner are counted in the
 * store at most once in {@link #FRESH}. With several servers an owner may therefore exceed the
 * quota by the jobs that the other servers accept within that time and while such posts are being
 * stored. Thread-safe.
 */
final class CheckQuota {

  private static final Duration FRESH = Duration.ofSeconds(2);

  /**
   * The number of owners whose counts are kept. The jobs of other owners are counted again when
   * they post.
   */
  private static final int MAX_OWNERS = 10_000;

  private final JobStore store;
  private final JobQuotas quotas;
  private final Clock clock;
  // Guarded by the lock of this object, and so are its values. The owner that posted least recently
  // comes first.
  private final Map<String, OwnerLoad> loads = new LinkedHashMap<>(16, 0.75f, true);

  /** The number of an owner's jobs, as far as this process knows. */
  private static final class OwnerLoad {
    /** The store's count, plus the jobs that were being stored when the count began. */
    private long counted;

    /** All jobs that this process ever admitted. */
    private long admitted;

    /** The value of {@link #admitted} when the count began. */
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
   * Refuses a request with too many jobs, before its jobs are checked.
   *
   * @throws QuotaExceededException if the request has too many jobs
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
   * Adds the jobs to the counts of their owners.
   *
   * @return must be run after the attempt to store the jobs, whether they were stored or not
   * @throws QuotaExceededException if an owner would have too many jobs; then no job is counted
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
    List<Runnable> countNow = new ArrayList<>();
    try {
      byOwner.forEach((owner, count) -> countNow.add(admit(owner, count)));
    } catch (RuntimeException e) {
      countNow.forEach(Runnable::run);
      throw e;
    }
    return () -> countNow.forEach(Runnable::run);
  }

  /** Returns the code to run after the jobs are stored, or if they are not admitted after all. */
  private Runnable admit(String owner, long more) {
    if (!isAdmitted(owner, more, false)) {
      count(owner);
      if (!isAdmitted(owner, more, true)) {
        throw exceeded(owner, more);
      }
    }
    return () -> setCount(owner, more);
  }

  /**
   * Admits the jobs if the last count leaves room for them. A count that was just made counts as
   * fresh.
   */
  private synchronized boolean isAdmitted(String owner, long more, boolean justCounted) {
    OwnerLoad ownerLoad = loads.get(owner);
    boolean isKnown = ownerLoad != null && (justCounted || !ownerLoad.fresh.isPast(clock));
    if (ownerLoad == null || !isKnown || ownerLoad.jobs() + more > quotas.unfinishedPerOwner()) {
      return false;
    }
    ownerLoad.admitted += more;
    ownerLoad.pending += more;
    return true;
  }

  /**
   * Counts the owner's jobs in the store. A job that is stored during the count may be counted
   * twice until the next count.
   */
  private void count(String owner) {
    long before;
    long pending;
    synchronized (this) {
      OwnerLoad ownerLoad = known(owner);
      before = ownerLoad.admitted;
      pending = ownerLoad.pending;
    }
    Deadline fresh = Deadline.after(clock.nanos(), FRESH);
    // The query is made without the lock, because all owners share the lock and would wait.
    long counted = store.countUnfinished(owner);
    synchronized (this) {
      OwnerLoad ownerLoad = known(owner);
      ownerLoad.counted = counted + pending;
      ownerLoad.admittedBefore = before;
      ownerLoad.fresh = fresh;
    }
  }

  private OwnerLoad known(String owner) {
    OwnerLoad ownerLoad = loads.get(owner);
    if (ownerLoad == null) {
      if (loads.size() >= MAX_OWNERS) {
        removeOwner();
      }
      ownerLoad = new OwnerLoad(Deadline.after(clock.nanos(), Duration.ZERO));
      loads.put(owner, ownerLoad);
    }
    return ownerLoad;
  }

  /** Removes the owner that posted least recently and has no posts under way. */
  private void removeOwner() {
    var each = loads.values().iterator();
    while (each.hasNext()) {
      if (each.next().pending == 0) {
        each.remove();
        return;
      }
    }
  }

  private synchronized void setCount(String owner, long stored) {
    OwnerLoad ownerLoad = loads.get(owner);
    if (ownerLoad != null) {
      ownerLoad.pending -= stored;
    }
  }

  private synchronized QuotaExceededException exceeded(String owner, long more) {
    long jobs = known(owner).jobs();
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
