// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Intention;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Holds the atoms that are ready to be executed or reverted. */
final class AtomSelector {

  private final FlowProgress flowProgress;
  private final EvaluateDeciders evaluateDeciders;

  /**
   * The keys are names, because the flow may be compiled again during the run of the flow, which
   * replaces the nodes.
   */
  private final Map<String, PlanNode> ready = new LinkedHashMap<>();

  AtomSelector(FlowProgress flowProgress, CallerInterrupts callerInterrupts) {
    this.flowProgress = flowProgress;
    this.evaluateDeciders = new EvaluateDeciders(flowProgress, callerInterrupts);
  }

  /** Removes and returns all ready atoms, highest priority first. */
  List<PlanNode> take() {
    List<PlanNode> taken = new ArrayList<>(flowProgress.plan().atoms(ready.keySet()));
    ready.clear();
    if (taken.size() > 1) {
      taken.sort(Comparator.comparingInt((PlanNode atom) -> atom.atom().priority()).reversed());
    }
    return taken;
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  void add(PlanNode atom) {
    ready.put(atom.name(), atom);
  }

  /**
   * Examines all atoms, as at the start of a run of the flow.
   *
   * @param onUndecided handles a decider that throws. The atom after the decider does not run
   */
  void selectAll(BiConsumer<PlanNode, Exception> onUndecided) {
    flowProgress.takeStartable();
    flowProgress.takeRevertable();
    consider(flowProgress.plan().atomNodes(), onUndecided);
    selectReady(onUndecided);
  }

  /** Examines the atoms that have become startable or revertable since the last call. */
  void selectReady(BiConsumer<PlanNode, Exception> onUndecided) {
    for (List<PlanNode> next = flowProgress.takeStartable();
        !next.isEmpty();
        next = flowProgress.takeStartable()) {
      consider(next, onUndecided);
    }
    selectReverts(flowProgress.takeRevertable());
  }

  /** Adds the given atoms that can be reverted now. */
  void selectReverts(Collection<PlanNode> atoms) {
    atoms.forEach(atom -> {
      if (canRevert(atom)) {
        add(atom);
      }
    });
  }

  private void consider(List<PlanNode> atoms, BiConsumer<PlanNode, Exception> onUndecided) {
    for (PlanNode atom : atoms) {
      if (canRevert(atom)) {
        add(atom);
      } else if (canExecute(atom) && !ready.containsKey(atom.name())) {
        vote(atom, onUndecided);
      }
    }
  }

  private void vote(PlanNode atom, BiConsumer<PlanNode, Exception> onUndecided) {
    try {
      if (evaluateDeciders.allow(atom)) {
        add(atom);
      }
    } catch (CallerInterrupts.RunInterruptedException
        | dev.baton.error.LostClaimException
        | dev.baton.error.UnavailableException e) {
      throw e;
    } catch (Exception e) {
      onUndecided.accept(atom, e);
    }
  }

  boolean canExecute(PlanNode atom) {
    return flowProgress.state(atom) == AtomState.PENDING
        && flowProgress.intention(atom) == Intention.EXECUTE
        && flowProgress.arePredecessorsDone(atom);
  }

  boolean canRevert(PlanNode atom) {
    boolean can =
        switch (flowProgress.intention(atom)) {
          case REVERT ->
              flowProgress.state(atom) == AtomState.SUCCESS
                  || flowProgress.state(atom) == AtomState.FAILURE;
          case RETRY -> flowProgress.state(atom) == AtomState.SUCCESS;
          case EXECUTE, IGNORE -> false;
        };
    return can && flowProgress.areSuccessorsReverted(atom);
  }
}
