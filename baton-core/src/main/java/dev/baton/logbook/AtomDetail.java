// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.logbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import dev.baton.flow.RetryAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored record of one atom. Immutable: changes are made through {@link #toBuilder}.
 *
 * @param name unique in its flow; what the atom of a definition is matched by
 * @param version as the definition stated it
 * @param fingerprint of the definition, to notice that it changed
 * @param starts how often execute was started; never reset
 * @param reverts how often revert was started; never reset
 * @param epoch grows with every reset to PENDING: what tells one intended execution from the next
 * @param outcome what execute and revert came to
 * @param history of a retry: its attempts since it was last reverted
 * @param waits durable waits that the running body has reached
 * @param used how often each signal had been sent when an attempt that waited for it ended: only a
 *     signal that is sent after that counts for the next attempt
 * @param due when a retry may try again; null is at once
 * @param progress how far the body is, from 0 to 1
 * @param since when the state was reached, or when a body that was cut off was started again; null
 *     for an atom that was never started
 */
public record AtomDetail(
    String name,
    AtomKind kind,
    String version,
    String fingerprint,
    AtomState state,
    Intention intention,
    int starts,
    int reverts,
    int epoch,
    Outcome outcome,
    List<RetryAttempt> history,
    List<DurableWait> waits,
    Map<String, Integer> used,
    @Nullable Instant due,
    double progress,
    @Nullable Instant since) {

  /**
   * How many characters the JSON of a result, of a revert's result or of a stored value may have.
   */
  public static final int MAX_VALUE_LENGTH = 1_000_000;

  /** How many attempts a history keeps; a retry that needs more fails. */
  public static final int MAX_HISTORY = 1_000;

  public AtomDetail {
    history = List.copyOf(history);
    waits = List.copyOf(waits);
    used = Map.copyOf(used);
  }

  /** An atom that was never started. */
  public static AtomDetail fresh(String name, AtomKind kind, String version, String fingerprint) {
    return new AtomDetail(
        name,
        kind,
        version,
        fingerprint,
        AtomState.PENDING,
        Intention.EXECUTE,
        0,
        0,
        0,
        Outcome.NONE,
        List.of(),
        List.of(),
        Map.of(),
        null,
        0,
        null);
  }

  /** Starts a change. */
  public AtomDetailBuilder toBuilder() {
    return new AtomDetailBuilder(this);
  }

  /** Whether execute has returned and was not undone since. */
  public boolean isProvided() {
    return state == AtomState.SUCCESS || state == AtomState.RETRYING;
  }

  /** Whether what the atom did is there, or may be there in part. */
  public boolean mayHaveEffects() {
    return switch (state) {
      case RUNNING, SUCCESS, FAILURE, REVERTING, REVERT_FAILURE, RETRYING -> true;
      case PENDING, REVERTED, IGNORE -> false;
    };
  }

  /**
   * What execute and revert came to. JSON null and no value are the same here: whether execute
   * returned null or did not return, the state tells.
   *
   * @param result what execute returned; null also for retries, whose results are their history
   * @param failure why execute failed
   * @param revertResult what revert returned
   * @param revertFailure why revert failed
   */
  public record Outcome(
      @Nullable JsonNode result,
      @Nullable Failure failure,
      @Nullable JsonNode revertResult,
      @Nullable Failure revertFailure) {

    public static final Outcome NONE = new Outcome(null, null, null, null);

    public Outcome {
      result = result == null || result.isNull() ? null : result;
      revertResult = revertResult == null || revertResult.isNull() ? null : revertResult;
    }
  }
}
