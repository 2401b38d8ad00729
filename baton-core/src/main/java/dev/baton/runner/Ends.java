// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import java.util.EnumSet;
import java.util.Set;

/** Decides how a run ended, once nothing runs any more. */
final class Ends {

  private static final Set<AtomState> UNFINISHED =
      EnumSet.of(AtomState.RUNNING, AtomState.REVERTING, AtomState.RETRYING);

  private final Ledger ledger;
  private final Selector selector;
  private final Waiting waiting;
  private final Requests requests;
  private final Outcomes outcomes;

  Ends(Ledger ledger, Selector selector, Waiting waiting, Requests requests) {
    this.ledger = ledger;
    this.selector = selector;
    this.waiting = waiting;
    this.requests = requests;
    this.outcomes = new Outcomes(ledger);
  }

  /**
   * Decides.
   *
   * @param halted whether what is left is not to be started
   */
  FlowOutcome end(boolean halted) {
    if (halted) {
      return reached(FlowState.FAILURE, outcomes.failed());
    }
    if (ledger.plan().planAtoms().stream().anyMatch(this::isLeft)) {
      return suspended();
    }
    if (every(EnumSet.of(AtomState.SUCCESS, AtomState.IGNORE))) {
      return reached(FlowState.SUCCESS, new FlowOutcome.Succeeded());
    }
    if (every(
        EnumSet.of(AtomState.SUCCESS, AtomState.IGNORE, AtomState.REVERTED, AtomState.PENDING))) {
      return reverted();
    }
    return reached(FlowState.FAILURE, new FlowOutcome.Failed(outcomes.ofAtoms()));
  }

  private boolean isLeft(PlanNode atom) {
    return UNFINISHED.contains(ledger.state(atom))
        || selector.canExecute(atom)
        || selector.canRevert(atom);
  }

  private boolean every(Set<AtomState> states) {
    return ledger.plan().planAtoms().stream().allMatch(atom -> states.contains(ledger.state(atom)));
  }

  private FlowOutcome suspended() {
    boolean waits = ledger.flow().state() == FlowState.RUNNING && !waiting.isEmpty();
    FlowOutcome outcome =
        waits
            ? new FlowOutcome.Waiting(waiting.until(), waiting.signals(), requests.signals())
            : new FlowOutcome.Suspended();
    ledger.flow(FlowState.SUSPENDING);
    if (outcome instanceof FlowOutcome.Waiting reason) {
      ledger.flow(
          ledger.flow().withWaiting(new FlowDetail.Waiting(reason.until(), reason.signals())));
    }
    return reached(FlowState.SUSPENDED, outcome);
  }

  private FlowOutcome reverted() {
    FlowOutcome.Reverted outcome = outcomes.reverted();
    if (outcome.partial()) {
      ledger.flow(ledger.flow().withNote("reverted in part: atoms outside of that part are done"));
    }
    return reached(FlowState.REVERTED, outcome);
  }

  private FlowOutcome reached(FlowState state, FlowOutcome outcome) {
    ledger.flow(state);
    ledger.flush();
    return outcome;
  }
}
