// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.logbook.AtomChange;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Intention;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Makes atoms as if they had never run. */
final class Resets {

  private final Ledger ledger;
  private final Expansion expansion;

  Resets(Ledger ledger, Expansion expansion) {
    this.ledger = ledger;
    this.expansion = expansion;
  }

  /** Everything behind a retry that is about to run again. */
  void behind(PlanNode retry) {
    reset(Behind.all(retry));
  }

  /** Every atom of the flow, retries after what they control. */
  void all() {
    List<PlanNode> order = new ArrayList<>();
    Deque<PlanNode> retries = new ArrayDeque<>();
    for (PlanNode atom : ledger.plan().planAtoms()) {
      while (!retries.isEmpty() && !controls(retries.element(), atom)) {
        order.add(retries.pop());
      }
      if (atom.isRetry()) {
        retries.push(atom);
      } else {
        order.add(atom);
      }
    }
    order.addAll(retries);
    reset(order);
  }

  private static boolean controls(PlanNode retry, PlanNode atom) {
    PlanNode next = atom.controller;
    while (next != null && !next.equals(retry)) {
      next = next.controller;
    }
    return next != null;
  }

  /** An atom and everything behind it. */
  void from(PlanNode atom) {
    reset(List.of(atom));
    behind(atom);
  }

  private void reset(Collection<PlanNode> atoms) {
    if (atoms.stream().anyMatch(expansion::decides)) {
      // One write: a flow found without its list has no nodes for it that could still be reset.
      ledger.together(() -> atoms.forEach(this::reset));
    } else {
      atoms.forEach(this::reset);
    }
    expansion.refresh();
  }

  private void reset(PlanNode atom) {
    AtomDetail detail = ledger.detail(atom);
    switch (detail.state()) {
      case PENDING -> {
        if (detail.intention() != Intention.EXECUTE) {
          ledger.keep(atom, detail.with().intention(Intention.EXECUTE).done());
        }
      }
      case IGNORE -> ledger.force(atom, pending(detail.with()));
      case RUNNING, SUCCESS, FAILURE, REVERTING, REVERTED, REVERT_FAILURE, RETRYING ->
          ledger.force(atom, pending(detail.with().nextEpoch().history(List.of())));
    }
  }

  private AtomDetail pending(AtomChange change) {
    return change.state(AtomState.PENDING, ledger.now()).intention(Intention.EXECUTE).done();
  }
}
