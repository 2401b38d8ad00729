// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The outcome of one run of a flow. */
public sealed interface FlowOutcome {

  /** Every atom succeeded or was ignored. */
  record Succeeded() implements FlowOutcome {}

  /**
   * All atoms that were to be reverted are reverted.
   *
   * @param failures the reasons for the revert; empty if somebody requested the revert without a
   *     reason
   * @param partial whether some atoms have kept their success, because only a part of the flow was
   *     reverted
   */
  record Reverted(List<AtomFailure> failures, boolean partial) implements FlowOutcome {
    public Reverted {
      failures = List.copyOf(failures);
    }
  }

  /**
   * The flow stopped with atoms that are neither done nor reverted: a revert failed, or failures
   * are not resolved.
   *
   * @param failures the failed reverts and decisions that stopped the flow, or otherwise the failed
   *     executions
   */
  record Failed(List<AtomFailure> failures) implements FlowOutcome {
    public Failed {
      failures = List.copyOf(failures);
    }
  }

  /** Work is left, and the next run of the flow can continue the flow at once. */
  record Suspended() implements FlowOutcome {}

  /**
   * Work is left, but the flow can continue only after a moment or a signal, whichever comes first.
   *
   * @param until the moment; null if the flow waits only for signals
   * @param signals the names of the signals for which the flow waits
   * @param seen the signals that the run of the flow knew; if a newer signal has come, the flow can
   *     continue at once
   */
  record Waiting(@Nullable Instant until, Set<String> signals, SortedMap<String, JsonNode> seen)
      implements FlowOutcome {
    public Waiting {
      signals = Set.copyOf(signals);
      seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    }
  }

  /**
   * A failure, the atom in which it happened, and the phase in which it happened.
   *
   * @param atom the name of the atom; null if the failure did not happen in an atom
   */
  record AtomFailure(@Nullable String atom, Phase phase, Failure failure) {

    /**
     * The failed step: an execute, a revert, or the decision of a decider or a retry controller.
     */
    public enum Phase {
      EXECUTE,
      REVERT,
      DECIDE
    }
  }
}
