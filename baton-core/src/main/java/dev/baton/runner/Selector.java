// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.logbook.AtomState;
import dev.baton.logbook.Intention;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the atoms that can be started or reverted next. */
final class Selector {

  private final Ledger ledger;
  private final Votes votes;

  /** By name, since a flow may be compiled anew while it runs. */
  private final Map<String, PlanNode> ready = new LinkedHashMap<>();

  /** Told when a decider throws, in place of running its atom. */
  interface OnUndecided {
    void undecided(PlanNode atom, Exception error);
  }

  Selector(Ledger ledger, Interruptions interruptions) {
    this.ledger = ledger;
    this.votes = new Votes(ledger, interruptions);
  }

  /** Takes what is ready, most urgent first. */
  List<PlanNode> take() {
    List<PlanNode> taken = new ArrayList<>(ready.size());
    ready
        .keySet()
        .forEach(name -> {
          PlanNode atom = ledger.plan().atom(name);
          if (atom != null) {
            taken.add(atom);
          }
        });
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

  /** Looks at all atoms, as at the start of a run. */
  void lookAtAll(OnUndecided onUndecided) {
    ledger.takeStartable();
    ledger.takeRevertable();
    consider(ledger.plan().planAtoms(), onUndecided);
    look(onUndecided);
  }

  /** Looks at the atoms that became free since. */
  void look(OnUndecided onUndecided) {
    for (List<PlanNode> next = ledger.takeStartable();
        !next.isEmpty();
        next = ledger.takeStartable()) {
      consider(next, onUndecided);
    }
    considerReverts(ledger.takeRevertable());
  }

  /** Looks whether any of these is to be reverted now. */
  void considerReverts(Collection<PlanNode> atoms) {
    atoms.forEach(atom -> {
      if (canRevert(atom)) {
        add(atom);
      }
    });
  }

  private void consider(List<PlanNode> atoms, OnUndecided onUndecided) {
    for (PlanNode atom : atoms) {
      if (canRevert(atom)) {
        add(atom);
      } else if (canExecute(atom) && !ready.containsKey(atom.name())) {
        vote(atom, onUndecided);
      }
    }
  }

  private void vote(PlanNode atom, OnUndecided onUndecided) {
    try {
      if (votes.allow(atom)) {
        add(atom);
      }
    } catch (Interruptions.CutOff
        | dev.baton.error.LostClaimException
        | dev.baton.error.UnavailableException e) {
      throw e;
    } catch (Exception e) {
      onUndecided.undecided(atom, e);
    }
  }

  boolean canExecute(PlanNode atom) {
    return ledger.state(atom) == AtomState.PENDING
        && ledger.intention(atom) == Intention.EXECUTE
        && ledger.isDoneBefore(atom);
  }

  boolean canRevert(PlanNode atom) {
    boolean can =
        switch (ledger.intention(atom)) {
          case REVERT ->
              ledger.state(atom) == AtomState.SUCCESS || ledger.state(atom) == AtomState.FAILURE;
          case RETRY -> ledger.state(atom) == AtomState.SUCCESS;
          case EXECUTE, IGNORE -> false;
        };
    return can && ledger.isGoneBehind(atom);
  }
}
