// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The most frequent causes of failures, to which a store adds their trends and examples. Only these
 * causes take memory, not every stored cause. Not thread-safe.
 */
public final class RankedFailures {

  /** How many examples of a cause a store checks, the newest first, for one that may be shown. */
  public static final int EXAMPLES = 10;

  /** The failures of one action with one cause. */
  public record Cause(String action, String fingerprint) {}

  /** The sum of the failures with a cause. */
  public record Total(Cause cause, long count, Instant first, Instant last) {

    /** Orders the most frequent causes first. */
    public static final Comparator<Total> ORDER =
        Comparator.comparingLong(Total::count)
            .reversed()
            .thenComparing(Total::last, Comparator.reverseOrder())
            .thenComparing(total -> total.cause().action())
            .thenComparing(total -> total.cause().fingerprint());

    /** Returns the sum of two totals of the same cause. */
    public Total plus(Total other) {
      return new Total(
          cause,
          count + other.count,
          other.first.isBefore(first) ? other.first : first,
          other.last.isAfter(last) ? other.last : last);
    }
  }

  private final StatisticsQuery query;
  private final List<Total> totals;
  private final Map<Cause, long[]> trends = new LinkedHashMap<>();
  private final Map<Cause, FailureGroup.Example> examples = new LinkedHashMap<>();

  /**
   * Creates groups without trends.
   *
   * @param query a query in {@linkplain #inPeriods periods}
   * @param totals the groups in their order
   */
  public RankedFailures(StatisticsQuery query, List<Total> totals) {
    this.query = query;
    this.totals = List.copyOf(totals);
    totals.forEach(total -> trends.put(total.cause(), new long[query.steps()]));
  }

  /** Returns the query for failures whose steps are whole periods. */
  public static StatisticsQuery inPeriods(StatisticsQuery query) {
    long periodMillis = JobStatistics.FAILURE_PERIOD.toMillis();
    long stepMillis = Math.ceilDiv(query.step().toMillis(), periodMillis) * periodMillis;
    long from = Math.floorDiv(query.from().toEpochMilli(), periodMillis) * periodMillis;
    return new StatisticsQuery(
        Instant.ofEpochMilli(from),
        query.to(),
        Duration.ofMillis(stepMillis),
        query.visibleTo(),
        query.action());
  }

  /** Whether a cause is one of the groups. */
  public boolean has(Cause cause) {
    return trends.containsKey(cause);
  }

  /** Returns the causes in their order. */
  public List<Cause> causes() {
    return totals.stream().map(Total::cause).toList();
  }

  /** Adds failures of one period. Failures of other causes or periods have no effect. */
  public void add(Cause cause, long period, long count) {
    long[] trend = trends.get(cause);
    int step = query.place(period);
    if (trend != null && step >= 0) {
      trend[step] += count;
    }
  }

  /** Adds an example that may be shown. A second example of the same cause has no effect. */
  public void example(Cause cause, FailureGroup.Example example) {
    examples.putIfAbsent(cause, example);
  }

  /** Returns the groups in their order. */
  public List<FailureGroup> groups() {
    List<FailureGroup> groups = new ArrayList<>();
    for (Total total : totals) {
      Cause cause = total.cause();
      groups.add(
          new FailureGroup(
              cause.action(),
              cause.fingerprint(),
              total.count(),
              total.first(),
              total.last(),
              examples.get(cause),
              Arrays.stream(trends.getOrDefault(cause, new long[0])).boxed().toList()));
    }
    return groups;
  }
}
