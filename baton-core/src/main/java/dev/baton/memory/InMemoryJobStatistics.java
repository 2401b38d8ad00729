// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.statistics.CountEvents;
import dev.baton.statistics.CountKey;
import dev.baton.statistics.CountedJob;
import dev.baton.statistics.FailureCount;
import dev.baton.statistics.FailureGroup;
import dev.baton.statistics.FailureKey;
import dev.baton.statistics.JobCounts;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.statistics.SumCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the events of the jobs in memory. */
final class InMemoryJobStatistics implements JobStatistics {

  private static final int PAGE = 10_000;

  private record WaitingKey(Acl access, String action) {}

  private final InMemoryJobTable table;
  private final Clock clock;
  // All fields below are guarded by the lock of the table.
  private final Map<CountKey<Acl>, JobCounts> counts = new HashMap<>();
  private final Map<FailureKey<Acl>, FailureCount> failures = new HashMap<>();
  private final NavigableMap<Long, Map<WaitingKey, JobSeries.Waiting>> samples = new TreeMap<>();
  private Instant countedAt = Instant.MIN;
  private long position;

  InMemoryJobStatistics(InMemoryJobTable table) {
    this.table = table;
    this.clock = table.clock;
  }

  @Override
  public boolean collect(Duration interval) {
    return table.locked(() -> {
      Instant now = clock.now();
      if (countedAt.isAfter(now.minus(interval))) {
        return false;
      }
      countedAt = now;
      List<JobEvent> events =
          table.events().tailMap(position, false).values().stream().limit(PAGE).toList();
      count(events);
      long minute = CountEvents.minute(now);
      if (!samples.containsKey(minute)) {
        samples.put(minute, sample());
        removeOld(minute);
      }
      return events.size() == PAGE;
    });
  }

  private void count(List<JobEvent> events) {
    CountEvents<Acl> fresh = new CountEvents<>();
    for (JobEvent event : events) {
      JobEntry entry = table.find(event.job());
      if (entry != null) {
        Instant due = entry.job.created();
        Instant notBefore = entry.job.spec().notBefore();
        Instant earliest = notBefore != null && notBefore.isAfter(due) ? notBefore : due;
        fresh.add(
            event,
            new CountedJob<>(
                entry.job.acl(),
                entry.job.spec().action(),
                earliest,
                entry.job.status().started()));
      }
      position = event.number();
    }
    fresh
        .counts()
        .forEach(
            (key, count) -> counts.computeIfAbsent(key, absent -> new JobCounts()).addAll(count));
    fresh.failures().forEach((key, count) -> failures.merge(key, count, FailureCount::plus));
  }

  private Map<WaitingKey, JobSeries.Waiting> sample() {
    Map<WaitingKey, JobSeries.Waiting> waiting = new HashMap<>();
    for (JobEntry entry : table.all()) {
      if (entry.job.state() == JobState.QUEUED) {
        waiting.merge(
            new WaitingKey(entry.job.acl(), entry.job.spec().action()),
            new JobSeries.Waiting(1, entry.job.created()),
            JobSeries.Waiting::plus);
      }
    }
    return waiting;
  }

  private void removeOld(long minute) {
    long oldest = minute - KEPT.toMinutes();
    counts.keySet().removeIf(key -> key.minute() < oldest);
    samples.headMap(oldest).clear();
    failures.keySet().removeIf(key -> key.period() < minute - FAILURES_KEPT.toMinutes());
  }

  @Override
  public JobSeries series(StatisticsQuery query) {
    return table.locked(() -> {
      SumCounts sums = new SumCounts(query);
      counts.forEach((key, count) -> {
        if (isSelected(query, key.access(), key.action())) {
          sums.counts(key.minute(), key.action()).addAll(count);
        }
      });
      samples.keySet().forEach(minute -> sums.sample(minute, true));
      samples.forEach((minute, waiting) ->
          waiting.forEach((key, jobs) -> {
            if (isSelected(query, key.access(), key.action())) {
              sums.waiting(minute, key.action(), jobs);
            }
          }));
      return sums.series(countedAt);
    });
  }

  @Override
  public List<FailureGroup> failures(StatisticsQuery query, int limit) {
    SumCounts sums = new SumCounts(SumCounts.inPeriods(query));
    return table.locked(() -> {
      failures.forEach((key, count) -> {
        if (isSelected(query, key.access(), key.action())) {
          sums.failures(key.period(), key.action(), key.fingerprint(), count);
        }
      });
      return sums.groups(limit);
    });
  }

  private static boolean isSelected(StatisticsQuery query, Acl access, String action) {
    return isEqualOrNull(query.action(), action) && isVisible(query.visibleTo(), access);
  }

  private static boolean isEqualOrNull(@Nullable String wanted, String action) {
    return wanted == null || wanted.equals(action);
  }

  private static boolean isVisible(@Nullable Set<String> principals, Acl access) {
    return principals == null || access.gives(Right.VIEW_DATA, principals);
  }
}
