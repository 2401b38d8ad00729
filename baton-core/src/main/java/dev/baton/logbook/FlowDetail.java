// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import dev.baton.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored record of one run of one flow. A job has at most one.
 *
 * @param job the job that the flow is the action of
 * @param name the root flow's
 * @param revision the number of the last write; each write carries the next one
 * @param round which attempt of the job it was last begun in: how many had failed before
 * @param store values given from outside, visible to the whole flow, by symbol
 * @param waiting what a suspended flow waits for; null when it can go on at once
 * @param note why the flow is as it is, where the state alone does not say; null otherwise
 * @param causes why it stopped or turned back, beside the failures that its atoms have recorded
 * @param unfitSince since when executors have found that they have another definition than the one
 *     that was run before; null unless they do
 */
public record FlowDetail(
    JobId job,
    String name,
    FlowState state,
    long revision,
    int round,
    Map<String, JsonNode> store,
    @Nullable Waiting waiting,
    @Nullable String note,
    List<Cause> causes,
    @Nullable Instant unfitSince,
    Instant created,
    Instant updated) {

  public FlowDetail {
    store = Collections.unmodifiableMap(new LinkedHashMap<>(store));
    // Flows that were stored before there were causes have none.
    causes = causes == null ? List.of() : List.copyOf(causes);
  }

  /** A flow that was never run or stored. */
  public static FlowDetail fresh(JobId job, String name, Instant now) {
    return new FlowDetail(
        job, name, FlowState.PENDING, 0, 0, Map.of(), null, null, List.of(), null, now, now);
  }

  public FlowDetail withState(FlowState reached) {
    return new FlowDetail(
        job,
        name,
        reached,
        revision,
        round,
        store,
        waiting,
        note,
        causes,
        unfitSince,
        created,
        updated);
  }

  public FlowDetail withStore(Map<String, JsonNode> values) {
    return new FlowDetail(
        job,
        name,
        state,
        revision,
        round,
        values,
        waiting,
        note,
        causes,
        unfitSince,
        created,
        updated);
  }

  public FlowDetail withWaiting(@Nullable Waiting reason) {
    return new FlowDetail(
        job,
        name,
        state,
        revision,
        round,
        store,
        reason,
        note,
        causes,
        unfitSince,
        created,
        updated);
  }

  public FlowDetail withNote(@Nullable String text) {
    return new FlowDetail(
        job,
        name,
        state,
        revision,
        round,
        store,
        waiting,
        text,
        causes,
        unfitSince,
        created,
        updated);
  }

  /** One cause more, unless one of the same atom is known. */
  public FlowDetail withCause(Cause cause) {
    if (causes.stream().anyMatch(known -> Objects.equals(known.atom, cause.atom))) {
      return this;
    }
    List<Cause> more = new ArrayList<>(causes);
    more.add(cause);
    return new FlowDetail(
        job,
        name,
        state,
        revision,
        round,
        store,
        waiting,
        note,
        more,
        unfitSince,
        created,
        updated);
  }

  /** Found not to fit the definition of an executor, or, with null, to fit it. */
  public FlowDetail withUnfitSince(@Nullable Instant moment) {
    return new FlowDetail(
        job, name, state, revision, round, store, waiting, note, causes, moment, created, updated);
  }

  /** Begun in an attempt of the job: nothing is known of it yet. */
  public FlowDetail begun(int attempt) {
    return new FlowDetail(
        job, name, state, revision, attempt, store, null, null, List.of(), null, created, updated);
  }

  /** The same as the next write carries it. */
  public FlowDetail next(Instant now) {
    return new FlowDetail(
        job,
        name,
        state,
        revision + 1,
        round,
        store,
        waiting,
        note,
        causes,
        unfitSince,
        created,
        now);
  }

  /**
   * Why a flow stopped or turned back.
   *
   * @param atom what could not decide how to go on; null when somebody outside asked
   * @param failure without its stack trace, since it is in each write from then on
   */
  public record Cause(@Nullable String atom, Failure failure) {
    public Cause {
      failure = failure.brief();
    }
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
