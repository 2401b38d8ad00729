// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.DurableWait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The atoms that wait durably: tasks whose body waits, and retry controllers that wait for their
 * next attempt.
 */
final class WaitingAtoms {

  private final FlowProgress flowProgress;
  private final BiPredicate<AtomDetail, String> isSent;

  /**
   * The names of the atoms, because the flow may be compiled again during the run of the flow,
   * which replaces the nodes.
   */
  private final Set<String> names = new LinkedHashSet<>();

  /**
   * @param isSent whether a signal was sent that the atom has not used
   */
  WaitingAtoms(FlowProgress flowProgress, BiPredicate<AtomDetail, String> isSent) {
    this.flowProgress = flowProgress;
    this.isSent = isSent;
  }

  void add(PlanNode atom) {
    names.add(atom.name());
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** Whether an atom has a wait that is not over. */
  boolean mustWait(PlanNode atom) {
    AtomDetail detail = flowProgress.detail(atom);
    if (detail.due() != null && detail.state() == AtomState.SUCCESS) {
      return flowProgress.now().isBefore(detail.due());
    }
    DurableWait last = detail.waits().isEmpty() ? null : detail.waits().getLast();
    return (detail.state() == AtomState.RUNNING || detail.state() == AtomState.REVERTING)
        && last != null
        && !last.isPast(flowProgress.now())
        && !(last.signal() != null && isSent.test(detail, last.signal()));
  }

  /** Removes and returns the atoms whose wait is over. */
  List<PlanNode> takeReady() {
    return take(atom -> !mustWait(atom));
  }

  /** Removes and returns the atoms that match. */
  List<PlanNode> take(Predicate<PlanNode> matches) {
    List<PlanNode> taken = new ArrayList<>();
    names.removeIf(name -> {
      PlanNode atom = flowProgress.plan().atom(name);
      boolean out = atom == null || matches.test(atom);
      if (atom != null && out) {
        taken.add(atom);
      }
      return out;
    });
    return taken;
  }

  /** The earliest moment at which an atom can continue; null if all wait for signals only. */
  @Nullable Instant until() {
    Instant first = null;
    for (PlanNode atom : atoms()) {
      AtomDetail detail = flowProgress.detail(atom);
      Instant until =
          detail.state() == AtomState.SUCCESS
              ? detail.due()
              : detail.waits().isEmpty() ? null : detail.waits().getLast().until();
      if (until != null && (first == null || until.isBefore(first))) {
        first = until;
      }
    }
    return first;
  }

  /** How long it takes until the earliest atom can continue; null if all wait for signals only. */
  @Nullable Duration remaining() {
    Instant until = until();
    if (until == null) {
      return null;
    }
    Duration left = Duration.between(flowProgress.now(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The names of all signals for which the atoms wait. */
  Set<String> signals() {
    Set<String> signals = new LinkedHashSet<>();
    for (PlanNode atom : atoms()) {
      List<DurableWait> waits = flowProgress.detail(atom).waits();
      if (!waits.isEmpty() && waits.getLast().signal() != null) {
        signals.add(waits.getLast().signal());
      }
    }
    return signals;
  }

  private List<PlanNode> atoms() {
    return flowProgress.plan().atoms(names);
  }
}
