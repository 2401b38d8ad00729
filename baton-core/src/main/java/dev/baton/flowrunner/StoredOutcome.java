// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flow.Failure;
import dev.baton.flowrunner.FlowOutcome.AtomFailure;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Derives the outcome of a flow only from its stored progress. The process that ran the flow and a
 * process that finds it ended therefore report the same outcome.
 */
record StoredOutcome(FlowProgress flowProgress) {

  /** Returns the outcome; empty if the flow has not ended. */
  Optional<FlowOutcome> find() {
    return switch (flowProgress.flow().state()) {
      case SUCCESS -> Optional.of(new FlowOutcome.Succeeded());
      case REVERTED -> Optional.of(reverted());
      case FAILURE -> Optional.of(failed());
      case PENDING, RUNNING, SUSPENDING, SUSPENDED, RESUMING -> Optional.empty();
    };
  }

  FlowOutcome.Reverted reverted() {
    boolean partial =
        flowProgress.plan().atomNodes().stream()
            .anyMatch(atom -> flowProgress.state(atom) == AtomState.SUCCESS);
    List<AtomFailure> failures = atomFailures();
    flowProgress.flow().causes().forEach(cause -> failures.add(failure(cause)));
    return new FlowOutcome.Reverted(failures, partial);
  }

  /**
   * The outcome of a flow that has stopped. It contains only the failed reverts and decisions,
   * because they stopped the flow; if there are none, it contains all failures.
   */
  FlowOutcome.Failed failed() {
    List<AtomFailure> failures = atomFailures();
    List<AtomFailure> stops = new ArrayList<>();
    failures.stream().filter(f -> f.phase() == AtomFailure.Phase.REVERT).forEach(stops::add);
    flowProgress.flow().causes().stream()
        .filter(cause -> cause.atom() != null)
        .forEach(cause -> stops.add(failure(cause)));
    return new FlowOutcome.Failed(stops.isEmpty() ? failures : stops);
  }

  /** All recorded failures of atoms that no later success has replaced. */
  List<AtomFailure> atomFailures() {
    List<AtomFailure> failures = new ArrayList<>();
    for (PlanNode atom : flowProgress.plan().atomNodes()) {
      AtomDetail.Outcome outcome = flowProgress.detail(atom).outcome();
      Failure failure = outcome.failure();
      if (failure != null && !InterruptedAtoms.isInterruption(failure)) {
        failures.add(new AtomFailure(atom.name(), AtomFailure.Phase.EXECUTE, failure));
      }
      Failure reverting = outcome.revertFailure();
      if (reverting != null) {
        failures.add(new AtomFailure(atom.name(), AtomFailure.Phase.REVERT, reverting));
      }
    }
    return failures;
  }

  private static AtomFailure failure(FlowDetail.Cause cause) {
    AtomFailure.Phase phase =
        cause.atom() == null ? AtomFailure.Phase.EXECUTE : AtomFailure.Phase.DECIDE;
    return new AtomFailure(cause.atom(), phase, cause.failure());
  }
}
