// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums stored counts to the steps of a query. A store passes the rows that the callers may see. Not
 * thread-safe.
 */
public final class SumCounts {

  private record Cause(String action, String fingerprint) {}

  private static final class Failures {
    private final long[] trend;
    private @Nullable FailureCount total;

    Failures(int steps) {
      this.trend = new long[steps];
    }
  }

  private final StatisticsQuery query;
  private final Map<JobSeries.Key, JobCounts> counts = new HashMap<>();
  private final Map<JobSeries.Key, JobSeries.Waiting> waiting = new HashMap<>();
  private final Map<Integer, Long> sampleMinutes = new HashMap<>();
  private final Map<Integer, Boolean> sampled = new HashMap<>();
  private final Map<Cause, Failures> failures = new HashMap<>();

  public SumCounts(StatisticsQuery query) {
    this.query = query;
  }

  /** Returns the query for failures whose steps are whole periods. */
  public static StatisticsQuery inPeriods(StatisticsQuery query) {
    long periodMillis = JobStatistics.FAILURE_PERIOD.toMillis();
    long stepMillis =
        Math.max(1, Math.ceilDiv(query.step().toMillis(), periodMillis)) * periodMillis;
    long from = Math.floorDiv(query.from().toEpochMilli(), periodMillis) * periodMillis;
    return new StatisticsQuery(
        Instant.ofEpochMilli(from),
        query.to(),
        Duration.ofMillis(stepMillis),
        query.visibleTo(),
        query.action());
  }

  /** Returns the counts of the step and action, to which the caller adds. */
  public JobCounts counts(long minute, String action) {
    int step = query.place(minute);
    return step < 0
        ? new JobCounts()
        : counts.computeIfAbsent(new JobSeries.Key(step, action), key -> new JobCounts());
  }

  /**
   * Notes that the waiting jobs were sampled in a minute. Must be called before {@link #waiting}
   * for the minute, and for the minutes in their order: a step shows its last sample.
   *
   * @param complete whether the sample contains all waiting jobs
   */
  public void sample(long minute, boolean complete) {
    int step = query.place(minute);
    if (step >= 0) {
      sampleMinutes.put(step, minute);
      sampled.put(step, complete);
    }
  }

  /** Adds waiting jobs of a sample. Samples other than the last sample of a step have no effect. */
  public void waiting(long minute, String action, JobSeries.Waiting jobs) {
    int step = query.place(minute);
    Long last = sampleMinutes.get(step);
    if (last != null && last == minute) {
      waiting.merge(new JobSeries.Key(step, action), jobs, JobSeries.Waiting::plus);
    }
  }

  /** Adds failures of one period. */
  public void failures(long period, String action, String fingerprint, FailureCount count) {
    int step = query.place(period);
    if (step >= 0) {
      Failures sum =
          failures.computeIfAbsent(
              new Cause(action, fingerprint), cause -> new Failures(query.steps()));
      sum.trend[step] += count.count();
      sum.total = sum.total == null ? count : sum.total.plus(count);
    }
  }

  /** Returns the sums of counts and samples. */
  public JobSeries series(Instant countedUntil) {
    return new JobSeries(countedUntil, counts, waiting, sampled);
  }

  /** Returns the most frequent failures. */
  public List<FailureGroup> groups(int limit) {
    List<FailureGroup> groups = new ArrayList<>();
    failures.forEach((cause, sum) -> {
      FailureCount total = sum.total;
      if (total != null) {
        List<Long> trend = Arrays.stream(sum.trend).boxed().toList();
        groups.add(new FailureGroup(cause.action(), cause.fingerprint(), total, trend));
      }
    });
    return groups.stream()
        .sorted(
            Comparator.comparingLong((FailureGroup group) -> group.total().count())
                .reversed()
                .thenComparing(group -> group.total().last(), Comparator.reverseOrder())
                .thenComparing(FailureGroup::action)
                .thenComparing(FailureGroup::fingerprint))
        .limit(limit)
        .toList();
  }
}
