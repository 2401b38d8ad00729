// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Duration;
import java.util.List;

/**
 * Counts of the events of jobs by minute, and of failures by cause. The counts are derived from the
 * {@link dev.baton.job.JobHistory} by {@link #collect}, so they include the work of every process.
 * The counts of a job that is deleted later stay. Blocking and thread-safe. Every method may throw
 * {@link dev.baton.error.UnavailableException}.
 */
public interface JobStatistics {

  /** How long counts are kept. */
  Duration KEPT = Duration.ofDays(2);

  /** How long failures are kept. */
  Duration FAILURES_KEPT = Duration.ofDays(7);

  /** Failures are counted for periods of this length. */
  Duration FAILURE_PERIOD = Duration.ofMinutes(10);

  /** The largest number of events that a call counts. */
  int MAX_EVENTS = 5_000;

  /** The largest number of waiting jobs that a sample reads. */
  int MAX_SAMPLE = 100_000;

  /**
   * Counts up to {@link #MAX_EVENTS} events that are not counted yet, and once a minute samples the
   * waiting jobs and removes old counts. Several processes may call this at any time: each event is
   * counted once, in the transaction that records which event was counted last. The time of a call
   * depends on the number of new events, not on the number of jobs.
   *
   * @param interval does nothing if any process has counted within this time
   * @return whether there may be more events to count now
   */
  boolean collect(Duration interval);

  /**
   * Returns counts over time.
   *
   * @param actions the maximum number of actions whose counts are returned separately. The busiest
   *     actions are those with the most posts, starts and samples of waiting jobs
   */
  JobSeries series(StatisticsQuery query, int actions);

  /**
   * Returns the most frequent failures, the most frequent first. The steps of the query are rounded
   * to periods of {@link #FAILURE_PERIOD}.
   *
   * <p>The counts include the jobs that the principals of the query could view when the jobs were
   * counted, also deleted jobs. The text of an error is returned only if the principals may view
   * the data of the job now: the example of a group is the newest of its last {@value
   * RankedFailures#EXAMPLES} examples for which this holds. A query without principals sees every
   * text, also of deleted jobs.
   *
   * @param limit the maximum number of groups
   */
  List<FailureGroup> failures(StatisticsQuery query, int limit);
}
