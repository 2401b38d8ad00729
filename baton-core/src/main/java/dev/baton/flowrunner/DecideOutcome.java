// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import java.util.EnumSet;
import java.util.Set;

/** Decides the outcome of a run of the flow after all its invocations have ended. */
record DecideOutcome(
    FlowProgress flowProgress,
    AtomSelector atomSelector,
    WaitingAtoms waitingAtoms,
    RunControl runControl) {

  private static final Set<AtomState> UNFINISHED =
      EnumSet.of(AtomState.RUNNING, AtomState.REVERTING, AtomState.RETRYING);

  /**
   * Decides the outcome and stores the end state of the flow.
   *
   * @param halted whether an error has stopped the flow, so that the remaining atoms must not start
   */
  FlowOutcome decide(boolean halted) {
    if (halted) {
      return reached(FlowState.FAILURE, storedOutcome().failed());
    }
    if (flowProgress.plan().atomNodes().stream().anyMatch(this::isLeft)) {
      return suspended();
    }
    if (every(EnumSet.of(AtomState.SUCCESS, AtomState.IGNORE))) {
      return reached(FlowState.SUCCESS, new FlowOutcome.Succeeded());
    }
    if (every(
        EnumSet.of(AtomState.SUCCESS, AtomState.IGNORE, AtomState.REVERTED, AtomState.PENDING))) {
      return reverted();
    }
    return reached(FlowState.FAILURE, new FlowOutcome.Failed(storedOutcome().atomFailures()));
  }

  private boolean isLeft(PlanNode atom) {
    return UNFINISHED.contains(flowProgress.state(atom))
        || atomSelector.canExecute(atom)
        || atomSelector.canRevert(atom);
  }

  private boolean every(Set<AtomState> states) {
    return flowProgress.plan().atomNodes().stream()
        .allMatch(atom -> states.contains(flowProgress.state(atom)));
  }

  private FlowOutcome suspended() {
    boolean waits = flowProgress.flow().state() == FlowState.RUNNING && !waitingAtoms.isEmpty();
    FlowOutcome outcome =
        waits
            ? new FlowOutcome.Waiting(
                waitingAtoms.until(), waitingAtoms.signals(), runControl.signals())
            : new FlowOutcome.Suspended();
    flowProgress.flow(FlowState.SUSPENDING);
    if (outcome instanceof FlowOutcome.Waiting reason) {
      flowProgress.flow(
          flowProgress
              .flow()
              .withWaiting(new FlowDetail.Waiting(reason.until(), reason.signals())));
    }
    return reached(FlowState.SUSPENDED, outcome);
  }

  private FlowOutcome reverted() {
    FlowOutcome.Reverted outcome = storedOutcome().reverted();
    if (outcome.partial()) {
      flowProgress.flow(
          flowProgress
              .flow()
              .withNote("reverted in part: atoms outside of that part stay executed"));
    }
    return reached(FlowState.REVERTED, outcome);
  }

  private FlowOutcome reached(FlowState state, FlowOutcome outcome) {
    flowProgress.flow(state);
    flowProgress.flush();
    return outcome;
  }

  private StoredOutcome storedOutcome() {
    return new StoredOutcome(flowProgress);
  }
}
