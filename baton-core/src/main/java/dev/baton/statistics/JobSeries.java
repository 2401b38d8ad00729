// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of jobs over time.
 *
 * @param countedUntil events before this time are counted
 * @param total the counts of all actions
 * @param actions the busiest actions, the busiest first
 * @param moreActions whether there are further actions
 * @param sampled the steps in which the waiting jobs were sampled, by the index of the step from 0.
 *     The value is true if the sample is complete, and false if too many jobs waited
 */
public record JobSeries(
    Instant countedUntil,
    Line total,
    List<ActionSeries> actions,
    boolean moreActions,
    Map<Integer, Boolean> sampled) {

  public JobSeries {
    actions = List.copyOf(actions);
    sampled = Map.copyOf(sampled);
  }

  /**
   * The counts of one or all actions, by the index of the step from 0.
   *
   * @param counts the counts of each step; a step without events has none
   * @param waiting the last sample of waiting jobs in each step
   */
  public record Line(Map<Integer, JobCounts> counts, Map<Integer, Waiting> waiting) {

    public Line {
      counts = Map.copyOf(counts);
      waiting = Map.copyOf(waiting);
    }
  }

  /** The counts of one action. */
  public record ActionSeries(String name, Line line) {}

  /**
   * Jobs in state QUEUED.
   *
   * @param oldest since when the first of them could start. If none can start yet, because of their
   *     delays, it is the time of the sample
   */
  public record Waiting(long jobs, @Nullable Instant oldest) {

    /** Returns the sum of two samples. */
    public Waiting plus(Waiting other) {
      Instant older =
          oldest == null || (other.oldest != null && other.oldest.isBefore(oldest))
              ? other.oldest
              : oldest;
      return new Waiting(jobs + other.jobs, older);
    }
  }
}
