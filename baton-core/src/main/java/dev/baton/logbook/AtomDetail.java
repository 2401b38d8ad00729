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
 * The stored record of one atom. Immutable; {@link #toBuilder} makes a changed copy.
 *
 * @param name unique in its flow; a stored atom belongs to the atom with the same name in the flow
 *     definition
 * @param version the version in the definition
 * @param fingerprint of the definition, to detect that the definition has changed
 * @param starts how often execute was started; a reset does not change the count
 * @param reverts how often revert was started; a reset does not change the count
 * @param epoch grows with every reset to PENDING; it distinguishes one intended execution from the
 *     next
 * @param outcome the results of execute and revert
 * @param history the attempts of a retry controller since it was last reverted
 * @param waits durable waits that the running body has reached
 * @param used how often each signal had been sent when an attempt that waited for it ended; only a
 *     signal that is sent after that counts for the next attempt
 * @param due when a retry controller may try again; null means at once
 * @param progress the progress of the body, from 0 to 1
 * @param since when the state was reached, or when an interrupted body was started again; null for
 *     an atom that was never started
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
   * The maximum length in characters of the JSON of a result, of a revert's result or of a stored
   * value.
   */
  public static final int MAX_VALUE_LENGTH = 1_000_000;

  /**
   * The maximum number of attempts in a history. A retry controller that needs more attempts fails.
   */
  public static final int MAX_HISTORY = 1_000;

  public AtomDetail {
    history = List.copyOf(history);
    waits = List.copyOf(waits);
    used = Map.copyOf(used);
  }

  /** Returns the record of an atom that was never started. */
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

  /** Returns a builder that starts with the values of this record. */
  public AtomDetailBuilder toBuilder() {
    return new AtomDetailBuilder(this);
  }

  /** Whether the effects of the atom exist, or may exist in part. */
  public boolean mayHaveEffects() {
    return switch (state) {
      case RUNNING, SUCCESS, FAILURE, REVERTING, REVERT_FAILURE, RETRYING -> true;
      case PENDING, REVERTED, IGNORE -> false;
    };
  }

  /**
   * The results of execute and revert. JSON null and no value are the same here; the state of the
   * atom tells whether execute returned null or did not return.
   *
   * @param result the value that execute returned; null also for retry controllers, whose results
   *     are in their history
   * @param failure why execute failed
   * @param revertResult the value that revert returned
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
