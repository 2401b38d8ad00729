// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums stored counts to the steps of a query. A store passes the rows that the callers may see. Not
 * thread-safe.
 */
public final class SumCounts {

  /** The sums of one or all actions. */
  private static final class Sums {
    private final Map<Integer, JobCounts> counts = new HashMap<>();
    private final Map<Integer, JobSeries.Waiting> waiting = new HashMap<>();

    JobSeries.Line line() {
      return new JobSeries.Line(counts, waiting);
    }
  }

  private final StatisticsQuery query;
  private final Sums total = new Sums();
  private final Map<String, Sums> actions = new HashMap<>();
  private final Map<Integer, Long> sampleMinutes = new HashMap<>();
  private final Map<Integer, Boolean> sampled = new HashMap<>();

  public SumCounts(StatisticsQuery query) {
    this.query = query;
  }

  /** Returns the counts of all actions in the step of a minute, to which the caller adds. */
  public JobCounts counts(long minute) {
    return counts(total, minute);
  }

  /** Returns the counts of one action in the step of a minute, to which the caller adds. */
  public JobCounts counts(long minute, String action) {
    return counts(of(action), minute);
  }

  private JobCounts counts(Sums sums, long minute) {
    int step = query.place(minute);
    return step < 0
        ? new JobCounts()
        : sums.counts.computeIfAbsent(step, absent -> new JobCounts());
  }

  private Sums of(String action) {
    return actions.computeIfAbsent(action, absent -> new Sums());
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

  /** Returns the minutes of the samples that the steps show. */
  public Collection<Long> sampleMinutes() {
    return sampleMinutes.values();
  }

  /** Adds waiting jobs of all actions. Samples that no step shows have no effect. */
  public void waiting(long minute, JobSeries.Waiting jobs) {
    waiting(total, minute, jobs);
  }

  /** Adds waiting jobs of one action. Samples that no step shows have no effect. */
  public void waiting(long minute, String action, JobSeries.Waiting jobs) {
    waiting(of(action), minute, jobs);
  }

  private void waiting(Sums sums, long minute, JobSeries.Waiting jobs) {
    int step = query.place(minute);
    Long last = sampleMinutes.get(step);
    if (last != null && last == minute) {
      sums.waiting.merge(step, jobs, JobSeries.Waiting::plus);
    }
  }

  /**
   * Returns the sums.
   *
   * @param shown the actions to return, in this order
   * @param moreActions whether there are further actions
   */
  public JobSeries series(Instant countedUntil, List<String> shown, boolean moreActions) {
    List<JobSeries.ActionSeries> lines =
        shown.stream().map(name -> new JobSeries.ActionSeries(name, of(name).line())).toList();
    return new JobSeries(countedUntil, total.line(), lines, moreActions, sampled);
  }
}
