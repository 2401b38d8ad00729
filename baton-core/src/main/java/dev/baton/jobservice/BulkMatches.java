// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.job.JobId;
import dev.baton.job.JobState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs that a bulk request would change.
 *
 * @param states the number of jobs in each state
 * @param first the ids of the oldest of these jobs
 */
public record BulkMatches(Map<JobState, Long> states, List<JobId> first) {
  public BulkMatches {
    Map<JobState, Long> copy = new EnumMap<>(JobState.class);
    copy.putAll(states);
    states = Collections.unmodifiableMap(copy);
    first = List.copyOf(first);
  }

  /** The number of jobs in all states together. */
  public long count() {
    return states.values().stream().mapToLong(Long::longValue).sum();
  }
}
