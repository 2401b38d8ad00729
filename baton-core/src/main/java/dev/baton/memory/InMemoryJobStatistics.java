// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.statistics.CauseGroup;
import dev.baton.statistics.CountEvents;
import dev.baton.statistics.CountKey;
import dev.baton.statistics.CountedJob;
import dev.baton.statistics.FailureCount;
import dev.baton.statistics.FailureGroup;
import dev.baton.statistics.FailureKey;
import dev.baton.statistics.JobCounts;
import dev.baton.statistics.JobFigure;
import dev.baton.statistics.JobSeries;
import dev.baton.statistics.JobStatistics;
import dev.baton.statistics.RankedFailures;
import dev.baton.statistics.StatisticsQuery;
import dev.baton.statistics.SumCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the events of the jobs in memory. */
final class InMemoryJobStatistics implements JobStatistics {

  private record WaitingKey(Acl access, String action) {}

  private final InMemoryJobTable table;
  private final Clock clock;
  // All fields below are guarded by the lock of the table.
  private final Map<CountKey<Acl>, JobCounts> counts = new HashMap<>();
  private final Map<FailureKey<Acl>, FailureCount> failures = new HashMap<>();
  private final NavigableMap<Long, Map<WaitingKey, JobSeries.Waiting>> samples = new TreeMap<>();
  private Instant countedAt = Instant.MIN;
  private Instant countedUntil = Instant.EPOCH;
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
          table.events().tailMap(position, false).values().stream().limit(MAX_EVENTS).toList();
      count(events);
      boolean isFull = events.size() == MAX_EVENTS;
      countedUntil = isFull ? events.getLast().at() : now;
      long minute = CountEvents.minute(now);
      if (!samples.containsKey(minute)) {
        samples.put(minute, sample(now));
        removeOld(minute);
      }
      return isFull;
    });
  }

  private void count(List<JobEvent> events) {
    CountEvents<Acl> fresh = new CountEvents<>();
    for (JobEvent event : events) {
      JobEntry entry = table.find(event.job());
      if (entry != null) {
        fresh.add(
            event,
            new CountedJob<>(
                entry.job.acl(),
                entry.job.spec().action(),
                entry.job.created(),
                entry.job.spec().notBefore(),
                entry.job.status().started()));
      }
      position = event.number();
    }
    fresh.limitCauses(this::storedCauses, failures::containsKey);
    fresh
        .counts()
        .forEach(
            (key, count) -> counts.computeIfAbsent(key, absent -> new JobCounts()).addAll(count));
    fresh.failures().forEach((key, count) -> failures.merge(key, count, FailureCount::plus));
  }

  private int storedCauses(CauseGroup<Acl> group) {
    return (int) failures.keySet().stream().filter(key -> key.group().equals(group)).count();
  }

  private Map<WaitingKey, JobSeries.Waiting> sample(Instant now) {
    Map<WaitingKey, JobSeries.Waiting> waiting = new HashMap<>();
    for (JobEntry entry : table.all()) {
      if (entry.job.state() == JobState.QUEUED) {
        Instant due = entry.due().isBefore(entry.job.created()) ? entry.job.created() : entry.due();
        waiting.merge(
            new WaitingKey(entry.job.acl(), entry.job.spec().action()),
            new JobSeries.Waiting(1, due.isAfter(now) ? now : due),
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
  public JobSeries series(StatisticsQuery query, int actions) {
    return table.locked(() -> {
      SumCounts sums = new SumCounts(query);
      Map<String, Long> busy = new HashMap<>();
      counts.forEach((key, count) -> {
        if (isSelected(query, key.access(), key.action()) && query.place(key.minute()) >= 0) {
          sums.counts(key.minute()).addAll(count);
          sums.counts(key.minute(), key.action()).addAll(count);
          long work = count.figure(JobFigure.POSTED) + count.figure(JobFigure.STARTED);
          busy.merge(key.action(), work, Long::sum);
        }
      });
      samples.keySet().forEach(minute -> sums.sample(minute, true));
      samples.forEach((minute, waiting) ->
          waiting.forEach((key, jobs) -> {
            if (isSelected(query, key.access(), key.action()) && query.place(minute) >= 0) {
              sums.waiting(minute, jobs);
              sums.waiting(minute, key.action(), jobs);
              busy.merge(key.action(), 1L, Long::sum);
            }
          }));
      List<String> busiest =
          busy.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(actions)
              .map(Map.Entry::getKey)
              .toList();
      return sums.series(countedUntil, busiest, busy.size() > busiest.size());
    });
  }

  @Override
  public List<FailureGroup> failures(StatisticsQuery query, int limit) {
    StatisticsQuery inPeriods = RankedFailures.inPeriods(query);
    return table.locked(() -> {
      Map<RankedFailures.Cause, RankedFailures.Total> totals = new HashMap<>();
      selected(inPeriods)
          .forEach((key, count) -> {
            RankedFailures.Cause cause = cause(key);
            RankedFailures.Total total =
                new RankedFailures.Total(cause, count.count(), count.first(), count.last());
            totals.merge(cause, total, RankedFailures.Total::plus);
          });
      List<RankedFailures.Total> first =
          totals.values().stream().sorted(RankedFailures.Total.ORDER).limit(limit).toList();
      RankedFailures ranked = new RankedFailures(inPeriods, first);
      Map<RankedFailures.Cause, List<FailureCount>> examples = new HashMap<>();
      selected(inPeriods)
          .forEach((key, count) -> {
            ranked.add(cause(key), key.period(), count.count());
            examples.computeIfAbsent(cause(key), absent -> new ArrayList<>()).add(count);
          });
      for (RankedFailures.Cause cause : ranked.causes()) {
        examples.getOrDefault(cause, List.of()).stream()
            .sorted(Comparator.comparing(FailureCount::last).reversed())
            .limit(RankedFailures.EXAMPLES)
            .filter(count -> isVisibleNow(query.visibleTo(), count.example()))
            .findFirst()
            .ifPresent(count ->
                ranked.example(
                    cause,
                    new FailureGroup.Example(count.example(), count.pattern(), count.message())));
      }
      return ranked.groups();
    });
  }

  private Map<FailureKey<Acl>, FailureCount> selected(StatisticsQuery query) {
    Map<FailureKey<Acl>, FailureCount> selected = new HashMap<>();
    failures.forEach((key, count) -> {
      if (query.place(key.period()) >= 0 && isSelected(query, key.access(), key.action())) {
        selected.put(key, count);
      }
    });
    return selected;
  }

  private static RankedFailures.Cause cause(FailureKey<Acl> key) {
    return new RankedFailures.Cause(key.action(), key.fingerprint());
  }

  private boolean isVisibleNow(@Nullable Set<String> principals, JobId job) {
    JobEntry entry = table.find(job);
    return principals == null || (entry != null && isVisible(principals, entry.job.acl()));
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
