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
 * @param job the job whose action is the flow
 * @param name the name of the root flow
 * @param revision the number of the last write; each write carries the next number
 * @param round the number of failed attempts of the job before the attempt in which the flow was
 *     last started
 * @param store values from outside the flow, by symbol; the whole flow can use them
 * @param waiting the moment or signals that a suspended flow waits for; null if it can continue at
 *     once
 * @param note an explanation of the state, if the state alone does not explain it; null otherwise
 * @param causes why the flow stopped or started to revert, in addition to the failures that its
 *     atoms have recorded
 * @param unfitSince since when executors have found that their definition differs from the
 *     definition that ran before; null if it does not differ
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
    // Earlier releases stored no causes. Therefore missing causes count as an empty list.
    causes = causes == null ? List.of() : List.copyOf(causes);
  }

  /** Returns the record of a flow that was never run or stored. */
  public static FlowDetail fresh(JobId job, String name, Instant now) {
    return new FlowDetail(
        job, name, FlowState.PENDING, 0, 0, Map.of(), null, null, List.of(), null, now, now);
  }

  public FlowDetail withState(FlowState reached) {
    return with(reached, store, waiting, note, causes, unfitSince);
  }

  public FlowDetail withStore(Map<String, JsonNode> values) {
    return with(state, values, waiting, note, causes, unfitSince);
  }

  public FlowDetail withWaiting(@Nullable Waiting reason) {
    return with(state, store, reason, note, causes, unfitSince);
  }

  public FlowDetail withNote(@Nullable String text) {
    return with(state, store, waiting, text, causes, unfitSince);
  }

  /** Returns the record with one more cause, unless a cause of the same atom is known. */
  public FlowDetail withCause(Cause cause) {
    if (causes.stream().anyMatch(known -> Objects.equals(known.atom, cause.atom))) {
      return this;
    }
    List<Cause> more = new ArrayList<>(causes);
    more.add(cause);
    return with(state, store, waiting, note, more, unfitSince);
  }

  /**
   * Returns the record with the moment since which the flow is unfit for the definition of an
   * executor; null if it fits the definition.
   */
  public FlowDetail withUnfitSince(@Nullable Instant moment) {
    return with(state, store, waiting, note, causes, moment);
  }

  private FlowDetail with(
      FlowState newState,
      Map<String, JsonNode> newStore,
      @Nullable Waiting newWaiting,
      @Nullable String newNote,
      List<Cause> newCauses,
      @Nullable Instant newUnfitSince) {
    return new FlowDetail(
        job,
        name,
        newState,
        revision,
        round,
        newStore,
        newWaiting,
        newNote,
        newCauses,
        newUnfitSince,
        created,
        updated);
  }

  /**
   * Returns the record of a flow that starts in an attempt of the job, without the waits, notes and
   * causes of earlier attempts.
   */
  public FlowDetail startedIn(int attempt) {
    return new FlowDetail(
        job, name, state, revision, attempt, store, null, null, List.of(), null, created, updated);
  }

  /** Returns the record with the next revision, for the next write. */
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
   * A reason why a flow stopped or started to revert.
   *
   * @param atom the atom that could not decide how to continue; null if somebody outside the flow
   *     requested it
   * @param failure stored without its stack trace, because each later write contains it
   */
  public record Cause(@Nullable String atom, Failure failure) {
    public Cause {
      failure = failure.brief();
    }
  }

  /**
   * The condition that a suspended flow waits for: the moment or any of the signals, whichever
   * comes first.
   *
   * @param until null if only a signal ends the wait
   */
  public record Waiting(@Nullable Instant until, Set<String> signals) {
    public Waiting {
      signals = Set.copyOf(signals);
    }
  }
}
