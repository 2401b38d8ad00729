// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.desk;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.QuotaExceededException;
import dev.baton.job.Job;
import dev.baton.job.JobStore;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Refuses posts beyond an owner's quota. The jobs of an owner are counted at most once in {@link
 * #FRESH}, posts in between are added: with several servers an owner may exceed the quota by what
 * the others accept within that time. Thread-safe.
 */
final class CheckQuota {

  private static final Duration FRESH = Duration.ofSeconds(2);

  /** Owners whose counts are kept; the others are counted again when they post. */
  private static final int MAX_KNOWN = 10_000;

  private final JobStore store;
  private final JobQuotas quotas;
  private final Clock clock;
  private final Map<String, Load> loads = new ConcurrentHashMap<>();

  /** The jobs of an owner as last counted, with those that were posted here since. */
  private record Load(long jobs, Deadline fresh) {}

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
   * @throws QuotaExceededException if an owner would have too many; then none is counted
   */
  void admit(Caller caller, List<Job> jobs) {
    if (caller.isAdmin() || quotas.unfinishedPerOwner() == Integer.MAX_VALUE) {
      return;
    }
    Map<String, Long> byOwner =
        jobs.stream()
            .map(job -> job.origin().owner())
            .filter(owner -> !owner.equals(Principals.ADMIN))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    byOwner.forEach(this::check);
    byOwner.forEach(
        (owner, count) -> loads.computeIfPresent(owner, (key, load) -> plus(load, count)));
  }

  private void check(String owner, long more) {
    Load load = loads.get(owner);
    if (load == null || load.fresh().isPast(clock) || load.jobs() + more > limit()) {
      load = counted(owner);
    }
    if (load.jobs() + more > limit()) {
      throw new QuotaExceededException(
          "'"
              + owner
              + "' has "
              + load.jobs()
              + " jobs that wait or run, and posts "
              + more
              + " more; allowed: "
              + limit()
              + " (setting quota-jobs-per-owner); wait until some have ended, or cancel some");
    }
  }

  private Load counted(String owner) {
    if (loads.size() >= MAX_KNOWN) {
      loads.values().removeIf(load -> load.fresh().isPast(clock));
    }
    Load load = new Load(store.unfinished(owner), Deadline.after(clock.nanos(), FRESH));
    loads.put(owner, load);
    return load;
  }

  private static Load plus(Load load, long more) {
    return new Load(load.jobs() + more, load.fresh());
  }

  private int limit() {
    return quotas.unfinishedPerOwner();
  }
}
