// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.JobId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored record of one run of one flow. A job has at most one.
 *
 * @param job the job that the flow is the action of
 * @param name the root flow's
 * @param revision the number of the last write; each write carries the next one
 * @param store values given from outside, visible to the whole flow, by symbol
 * @param waiting what a suspended flow waits for; null when it can go on at once
 * @param note why the flow is as it is, where the state alone does not say; null otherwise
 */
public record FlowDetail(
    JobId job,
    String name,
    FlowState state,
    long revision,
    Map<String, JsonNode> store,
    @Nullable Waiting waiting,
    @Nullable String note,
    Instant created,
    Instant updated) {

  public FlowDetail {
    store = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(store));
  }

  /** A flow that was never run or stored. */
  public static FlowDetail fresh(JobId job, String name, Instant now) {
    return new FlowDetail(job, name, FlowState.PENDING, 0, Map.of(), null, null, now, now);
  }

  public FlowDetail withState(FlowState reached) {
    return new FlowDetail(job, name, reached, revision, store, waiting, note, created, updated);
  }

  public FlowDetail withStore(Map<String, JsonNode> values) {
    return new FlowDetail(job, name, state, revision, values, waiting, note, created, updated);
  }

  public FlowDetail withWaiting(@Nullable Waiting reason) {
    return new FlowDetail(job, name, state, revision, store, reason, note, created, updated);
  }

  public FlowDetail withNote(@Nullable String text) {
    return new FlowDetail(job, name, state, revision, store, waiting, text, created, updated);
  }

  /** The same as the next write carries it. */
  public FlowDetail next(Instant now) {
    return new FlowDetail(job, name, state, revision + 1, store, waiting, note, created, now);
  }

  /**
   * What a suspended flow waits for: the moment or any of the signals, whichever comes first.
   *
   * @param until null when only signals count
   */
  public record Waiting(@Nullable Instant until, Set<String> signals) {
    public Waiting {
      signals = Set.copyOf(signals);
    }
  }
}
