// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Failure;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.runner.FlowOutcome.AtomFailure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Decides how a run ended, once nothing runs any more. */
final class Ends {

  private static final Set<AtomState> UNFINISHED =
      EnumSet.of(AtomState.RUNNING, AtomState.REVERTING, AtomState.RETRYING);

  private final Ledger ledger;
  private final Selector selector;
  private final Waiting waiting;
  private final Requests requests;

  Ends(Ledger ledger, Selector selector, Waiting waiting, Requests requests) {
    this.ledger = ledger;
    this.selector = selector;
    this.waiting = waiting;
    this.requests = requests;
  }

  FlowOutcome end(List<AtomFailure> halts, List<AtomFailure> undecided) {
    if (!halts.isEmpty()) {
      return reached(FlowState.FAILURE, new FlowOutcome.Failed(halts));
    }
    if (ledger.plan().planAtoms().stream().anyMatch(this::isLeft)) {
      return suspended();
    }
    if (every(EnumSet.of(AtomState.SUCCESS, AtomState.IGNORE))) {
      return reached(FlowState.SUCCESS, new FlowOutcome.Succeeded());
    }
    if (every(
        EnumSet.of(AtomState.SUCCESS, AtomState.IGNORE, AtomState.REVERTED, AtomState.PENDING))) {
      return reverted(undecided);
    }
    return reached(FlowState.FAILURE, new FlowOutcome.Failed(failures()));
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

  private FlowOutcome reverted(List<AtomFailure> undecided) {
    boolean partial =
        ledger.plan().planAtoms().stream()
            .anyMatch(atom -> ledger.state(atom) == AtomState.SUCCESS);
    if (partial) {
      ledger.flow(ledger.flow().withNote("reverted in part: atoms outside of that part are done"));
    }
    List<AtomFailure> failures = failures();
    failures.addAll(undecided);
    return reached(FlowState.REVERTED, new FlowOutcome.Reverted(failures, partial));
  }

  private FlowOutcome reached(FlowState state, FlowOutcome outcome) {
    ledger.flow(state);
    ledger.flush();
    return outcome;
  }

  /** Everything that is recorded to have failed and was not made good since. */
  private List<AtomFailure> failures() {
    List<AtomFailure> failures = new ArrayList<>();
    for (PlanNode atom : ledger.plan().planAtoms()) {
      AtomDetail.Outcome outcome = ledger.detail(atom).outcome();
      Failure failure = outcome.failure();
      if (failure != null && !CutOffs.isOne(failure)) {
        failures.add(new AtomFailure(atom.name(), AtomFailure.Phase.EXECUTE, failure));
      }
      Failure reverting = outcome.revertFailure();
      if (reverting != null) {
        failures.add(new AtomFailure(atom.name(), AtomFailure.Phase.REVERT, reverting));
      }
    }
    return failures;
  }
}
