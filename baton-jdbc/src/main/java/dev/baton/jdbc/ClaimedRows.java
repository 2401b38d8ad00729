// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.job.JobId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Caches the row numbers of the jobs that board sessions of this process have claimed, so that the
 * end of a job does not look it up by its id. Thread-safe.
 */
final class ClaimedRows {

  private final Map<JobId, Long> seqs = new ConcurrentHashMap<>();

  void add(JobId job, long seq) {
    seqs.put(job, seq);
  }

  void remove(JobId job) {
    seqs.remove(job);
  }

  /** Returns the row number of a job; null if it is not cached. */
  @Nullable Long seq(JobId job) {
    return seqs.get(job);
  }
}
