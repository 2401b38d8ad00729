// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Right;
import dev.baton.filter.Filter;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.member.CapabilityRefusal;
import dev.baton.member.Member;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The waiting jobs that live executors refuse because of a capability. The job store is read only
 * while there are refusals, and about every three seconds, even if many clients ask. Thread-safe.
 */
final class RefusedJobs {

  /** The maximum number of refusals of one member that a caller sees. */
  static final int MAX_REFUSALS = 20;

  private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  /** The maximum number of refused jobs that are read. */
  private static final int MAX_JOBS = 1_000;

  /** A refusal of a waiting job. */
  record JobRefusal(CapabilityRefusal refusal, String action) {
    JobId job() {
      return refusal.job();
    }
  }

  private record WaitingJob(String action, Acl acl) {}

  private record LastRead(long at, Map<JobId, WaitingJob> jobs) {}

  private final JobStore store;
  private final Clock clock;
  // Written and read by any thread. If two threads find the value too old, both read the store;
  // this does no harm.
  private volatile @Nullable LastRead lastRead;

  RefusedJobs(JobStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Returns the refusals of waiting jobs whose data the caller may view, by the id of the member:
   * at most {@link #MAX_REFUSALS} of each member. Jobs that most members refuse come first, then
   * the jobs that were posted first. The order is the same for all members, so that a job that all
   * of them refuse is listed for each of them or for none.
   *
   * @param alive all live members
   */
  Map<String, List<JobRefusal>> visibleTo(Caller caller, List<Member> alive) {
    Map<JobId, Long> members = membersThatRefuse(alive);
    Map<JobId, WaitingJob> waiting = waiting(members);
    Comparator<JobRefusal> order =
        Comparator.<JobRefusal, Long>comparing(each -> -members.getOrDefault(each.job(), 0L))
            .thenComparing(each -> each.job().uuid());
    Map<String, List<JobRefusal>> visible = new HashMap<>();
    for (Member member : alive) {
      List<JobRefusal> ofMember =
          member.refusals().stream()
              .flatMap(refusal -> visible(refusal, waiting.get(refusal.job()), caller).stream())
              .sorted(order)
              .limit(MAX_REFUSALS)
              .toList();
      visible.put(member.id(), ofMember);
    }
    return visible;
  }

  private static Optional<JobRefusal> visible(
      CapabilityRefusal refusal, @Nullable WaitingJob job, Caller caller) {
    return job != null && caller.may(Right.VIEW_DATA, job.acl())
        ? Optional.of(new JobRefusal(refusal, job.action()))
        : Optional.empty();
  }

  private static Map<JobId, Long> membersThatRefuse(List<Member> alive) {
    return alive.stream()
        .flatMap(member -> member.refusals().stream())
        .collect(Collectors.groupingBy(CapabilityRefusal::job, Collectors.counting()));
  }

  private Map<JobId, WaitingJob> waiting(Map<JobId, Long> members) {
    if (members.isEmpty()) {
      return Map.of();
    }
    LastRead read = lastRead;
    if (read == null || clock.nanos() - read.at() >= FRESH_NANOS) {
      read = new LastRead(clock.nanos(), read(members));
      lastRead = read;
    }
    return read.jobs();
  }

  private Map<JobId, WaitingJob> read(Map<JobId, Long> members) {
    List<Filter.Value> ids =
        members.entrySet().stream()
            .sorted(
                Map.Entry.<JobId, Long>comparingByValue()
                    .reversed()
                    .thenComparing(each -> each.getKey().uuid()))
            .limit(MAX_JOBS)
            .<Filter.Value>map(each -> new Filter.Value.Text(each.getKey().toString()))
            .toList();
    Filter these =
        new Filter.All(
            List.of(
                new Filter.In(Filter.Path.of("id"), ids),
                new Filter.Equal(
                    Filter.Path.of("state"), new Filter.Value.Text(JobState.QUEUED.name()))));
    Map<JobId, WaitingJob> jobs = new HashMap<>();
    store.search(
        JobQuery.of(these, ids.size()),
        job -> jobs.put(job.id(), new WaitingJob(job.spec().action(), job.acl())));
    return jobs;
  }
}
