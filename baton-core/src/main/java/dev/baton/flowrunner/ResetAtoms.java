// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.flowrunner.plan.Successors;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.Intention;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Resets atoms: sets them to PENDING, removes their results, and increases their epoch. */
record ResetAtoms(FlowProgress flowProgress, EachFlowExpansion eachFlowExpansion) {

  /** Sets all atoms after a retry controller to PENDING, before the retry controller runs again. */
  void resetSuccessors(PlanNode retry) {
    reset(Successors.all(retry));
  }

  /**
   * Sets all atoms of the flow to PENDING, each retry controller after the atoms that it controls.
   */
  void resetAll() {
    List<PlanNode> order = new ArrayList<>();
    Deque<PlanNode> retries = new ArrayDeque<>();
    for (PlanNode atom : flowProgress.plan().atomNodes()) {
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

  /** Sets an atom and all atoms after it to PENDING. */
  void resetFrom(PlanNode atom) {
    reset(List.of(atom));
    resetSuccessors(atom);
  }

  private void reset(Collection<PlanNode> atoms) {
    if (atoms.stream().anyMatch(eachFlowExpansion::decidesNodes)) {
      // All atoms are reset in one write. If only the list were removed, and the process died, the
      // flow would no longer contain the nodes of the list, and they could not be reset.
      flowProgress.inOneWrite(() -> atoms.forEach(this::reset));
    } else {
      atoms.forEach(this::reset);
    }
    eachFlowExpansion.removeUndecidedNodes();
  }

  private void reset(PlanNode atom) {
    AtomDetail detail = flowProgress.detail(atom);
    switch (detail.state()) {
      case PENDING -> {
        if (detail.intention() != Intention.EXECUTE) {
          flowProgress.update(atom, detail.toBuilder().intention(Intention.EXECUTE).build());
        }
      }
      case IGNORE -> flowProgress.reset(atom, detail.toBuilder());
      case RUNNING, SUCCESS, FAILURE, REVERTING, REVERTED, REVERT_FAILURE, RETRYING ->
          flowProgress.reset(atom, detail.toBuilder().nextEpoch().history(List.of()));
    }
  }
}
