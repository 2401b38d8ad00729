// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Failure;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a run of a flow ended. */
public sealed interface FlowOutcome {

  /** Every atom succeeded or was ignored. */
  record Succeeded() implements FlowOutcome {}

  /**
   * What was to be reverted is.
   *
   * @param failures why; empty when somebody asked for it without a reason
   * @param partial whether atoms outside of what was given up are still done
   */
  record Reverted(List<AtomFailure> failures, boolean partial) implements FlowOutcome {
    public Reverted {
      failures = List.copyOf(failures);
    }
  }

  /**
   * Stopped where it was, with work left that is neither done nor undone: a revert failed, or
   * failures were not to be resolved.
   *
   * @param failures what stopped it: reverts and decisions that failed, or else executions
   */
  record Failed(List<AtomFailure> failures) implements FlowOutcome {
    public Failed {
      failures = List.copyOf(failures);
    }
  }

  /** Something is left to do, and whoever runs it again goes on with it at once. */
  record Suspended() implements FlowOutcome {}

  /**
   * Something is left to do, but not before a moment or a signal, whichever comes first.
   *
   * @param until null when only signals count
   * @param signals the names of the signals that it waits for
   * @param seen the signals that it knew: if another came since, it can go on at once
   */
  record Waiting(@Nullable Instant until, Set<String> signals, SortedMap<String, JsonNode> seen)
      implements FlowOutcome {
    public Waiting {
      signals = Set.copyOf(signals);
      seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    }
  }

  /**
   * A failure and where it happened.
   *
   * @param atom null when it was not in an atom
   */
  record AtomFailure(@Nullable String atom, Phase phase, Failure failure) {

    /** What was being done. */
    public enum Phase {
      EXECUTE,
      REVERT,
      DECIDE
    }
  }
}
