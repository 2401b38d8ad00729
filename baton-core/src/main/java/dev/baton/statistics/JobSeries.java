// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of jobs over time.
 *
 * @param countedUntil events before this time are counted
 * @param counts the counts of each step and action; a step without events has none
 * @param waiting the last sample of waiting jobs in each step and action
 * @param sampled whether the waiting jobs were sampled in a step, by the place of the step. In a
 *     sampled step, an action that is missing in {@code waiting} has no waiting jobs. The value is
 *     false if the sample is incomplete, because too many jobs waited
 */
public record JobSeries(
    Instant countedUntil,
    Map<Key, JobCounts> counts,
    Map<Key, Waiting> waiting,
    Map<Integer, Boolean> sampled) {

  public JobSeries {
    counts = Map.copyOf(counts);
    waiting = Map.copyOf(waiting);
    sampled = Map.copyOf(sampled);
  }

  /**
   * Names the counts of one action in one step.
   *
   * @param step the place of the step, from 0
   */
  public record Key(int step, String action) {}

  /**
   * Jobs in state QUEUED.
   *
   * @param oldest when the oldest of them was posted
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
