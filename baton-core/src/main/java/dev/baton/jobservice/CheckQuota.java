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
 * Refuses posts beyond an owner's quota. Parallel posts at one server never exceed the quota,
 * because a job counts as soon as it is accepted, before it is stored. The jobs of an owner are
 * counted in the store at most once in {@link #FRESH}. With several servers an owner may therefore
 * exceed the quota: a server does not see the jobs that other servers have accepted since its last
 * count or are still storing. Thread-safe.
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
  // The counts by owner, in the order of the last post: the owner whose last post is oldest comes
  // first. The map and its values are guarded by the lock of this object.
  private final Map<String, OwnerLoad> loads = new LinkedHashMap<>(16, 0.75f, true);

  /** The number of waiting and running jobs of an owner, so far as this process knows it. */
  private static final class OwnerLoad {
    /**
     * The number of jobs in the store at the last count, plus the jobs that were being stored when
     * the count began.
     */
    private long counted;

    /**
     * The number of jobs that this process has accepted for the owner since it created this object.
     */
    private long admitted;

    /** The value of {@link #admitted} when the last count began. */
    private long admittedBefore;

    /** The number of jobs that were accepted and may not be stored yet. */
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
   * @return code that the caller must run after it has stored the jobs, and also if it could not
   *     store them
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

  /**
   * Adds jobs of one owner to its count. Returns code to run when the jobs are stored, or when it
   * is clear that they will not be stored.
   */
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
   * Adds the jobs to the owner's count if a recent count leaves room for them.
   *
   * @param justCounted whether the caller has just counted, so that the age of the count does not
   *     matter
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

  /**
   * Removes the owner whose last post is oldest, among the owners without posts that are still
   * being stored.
   */
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
