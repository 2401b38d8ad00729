// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The figures of one action in one span of time. Not thread-safe. */
public final class JobCounts {

  private final Map<JobFigure, Long> figures = new EnumMap<>(JobFigure.class);
  private final TimeHistogram waits = new TimeHistogram();
  private final TimeHistogram runs = new TimeHistogram();

  /** Adds to a figure. */
  public void add(JobFigure figure, long count) {
    figures.merge(figure, count, Long::sum);
  }

  /** Adds all figures and times of other counts. */
  public void addAll(JobCounts other) {
    for (JobFigure figure : JobFigure.values()) {
      add(figure, other.figure(figure));
    }
    waits.addAll(other.waits);
    runs.addAll(other.runs);
  }

  /** Counts how long a job waited for its first start. */
  void addWait(Duration waited) {
    waits.add(waited);
  }

  /** Counts how long a job ran from its first start to its end. */
  void addRun(Duration ran) {
    runs.add(ran);
  }

  public long figure(JobFigure figure) {
    return figures.getOrDefault(figure, 0L);
  }

  /** How long jobs waited for their first start, counted in the minute of the start. */
  public TimeHistogram waits() {
    return waits;
  }

  /** How long jobs took from their first start to their end, counted in the minute of the end. */
  public TimeHistogram runs() {
    return runs;
  }
}
