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

/** Builds a changed copy of an {@link AtomDetail}. */
public final class AtomDetailBuilder {

  private final AtomDetail from;
  private String version;
  private String fingerprint;
  private AtomState state;
  private Intention intention;
  private int starts;
  private int reverts;
  private int epoch;
  private AtomDetail.Outcome outcome;
  private List<RetryAttempt> history;
  private List<DurableWait> waits;
  private Map<String, Integer> used;
  private @Nullable Instant due;
  private double progress;
  private @Nullable Instant since;

  AtomDetailBuilder(AtomDetail from) {
    this.from = from;
    version = from.version();
    fingerprint = from.fingerprint();
    state = from.state();
    intention = from.intention();
    starts = from.starts();
    reverts = from.reverts();
    epoch = from.epoch();
    outcome = from.outcome();
    history = from.history();
    waits = from.waits();
    used = from.used();
    due = from.due();
    progress = from.progress();
    since = from.since();
  }

  /** Sets the definition with which the atom runs from now on. */
  public AtomDetailBuilder definition(String newVersion, String newFingerprint) {
    version = newVersion;
    fingerprint = newFingerprint;
    return this;
  }

  public AtomDetailBuilder state(AtomState reached, Instant now) {
    state = reached;
    since = now;
    return this;
  }

  public AtomDetailBuilder intention(Intention next) {
    intention = next;
    return this;
  }

  /** Counts one more start of execute. */
  public AtomDetailBuilder started() {
    starts++;
    progress = 0;
    return this;
  }

  /** Counts one more start of revert. */
  public AtomDetailBuilder revertStarted() {
    reverts++;
    progress = 0;
    return this;
  }

  /**
   * Prepares the next execution of the atom: increases the epoch and removes the outcome, the
   * waits, the due time and the progress. The state and the history stay.
   */
  public AtomDetailBuilder nextEpoch() {
    epoch++;
    outcome = AtomDetail.Outcome.NONE;
    waits = List.of();
    due = null;
    progress = 0;
    return this;
  }

  public AtomDetailBuilder result(@Nullable JsonNode result) {
    outcome = new AtomDetail.Outcome(result, null, null, null);
    waits = List.of();
    progress = 1;
    return this;
  }

  public AtomDetailBuilder failure(Failure failure) {
    outcome = new AtomDetail.Outcome(null, failure, null, null);
    waits = List.of();
    return this;
  }

  public AtomDetailBuilder revertResult(@Nullable JsonNode result) {
    outcome = new AtomDetail.Outcome(outcome.result(), outcome.failure(), result, null);
    waits = List.of();
    progress = 1;
    return this;
  }

  public AtomDetailBuilder revertFailure(Failure failure) {
    outcome = new AtomDetail.Outcome(outcome.result(), outcome.failure(), null, failure);
    waits = List.of();
    return this;
  }

  public AtomDetailBuilder history(List<RetryAttempt> attempts) {
    history = attempts;
    return this;
  }

  public AtomDetailBuilder waits(List<DurableWait> reached) {
    waits = reached;
    return this;
  }

  /**
   * Sets how often each signal had been sent when an attempt of the atom that waited for it ended.
   * Only a signal that is sent after that counts for the next attempt.
   */
  public AtomDetailBuilder used(Map<String, Integer> signals) {
    used = signals;
    return this;
  }

  public AtomDetailBuilder due(@Nullable Instant moment) {
    due = moment;
    return this;
  }

  public AtomDetailBuilder progress(double share) {
    progress = share;
    return this;
  }

  public AtomDetail build() {
    return new AtomDetail(
        from.name(),
        from.kind(),
        version,
        fingerprint,
        state,
        intention,
        starts,
        reverts,
        epoch,
        outcome,
        history,
        waits,
        used,
        due,
        progress,
        since);
  }
}
