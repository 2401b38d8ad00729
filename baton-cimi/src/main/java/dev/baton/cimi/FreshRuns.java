// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.job.JobId;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jobs that this process has made RUNNING a moment ago. Their ends are written without reading
 * the jobs first. Thread-safe.
 */
final class FreshRuns {

  /** How long an answer of the server that shows a job RUNNING replaces a read. */
  static final Duration CONFIRMED = Duration.ofSeconds(5);

  private final Clock clock;
  private final Map<JobId, Deadline> until = new ConcurrentHashMap<>();

  FreshRuns(Clock clock) {
    this.clock = clock;
  }

  /** Returns the time for {@link #confirm}. Called before the request is sent. */
  long nanos() {
    return clock.nanos();
  }

  /**
   * Records that the server made the job RUNNING.
   *
   * @param sentNanos when the request was sent, by {@link #nanos}
   */
  void confirm(JobId job, long sentNanos) {
    until.put(job, Deadline.after(sentNanos, CONFIRMED));
  }

  /** Whether the job was confirmed within the last {@link #CONFIRMED}. */
  boolean isConfirmed(JobId job) {
    Deadline end = until.get(job);
    return end != null && !end.isPast(clock);
  }

  void forget(JobId job) {
    until.remove(job);
  }
}
