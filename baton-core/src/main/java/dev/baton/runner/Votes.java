// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Decider;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Intention;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the deciders on the way to an atom whether it may run, and ignores what may not. */
final class Votes {

  private final Ledger ledger;
  private final Interruptions interruptions;

  Votes(Ledger ledger, Interruptions interruptions) {
    this.ledger = ledger;
    this.interruptions = interruptions;
  }

  /**
   * Whether the atom may run; if not, it and what the vote says of what follows are ignored.
   *
   * @throws Exception what a decider throws
   */
  boolean allow(PlanNode atom) throws Exception {
    List<PlanNode.Gate> gates = gatesOf(atom);
    if (gates.isEmpty()) {
      return true;
    }
    // Deciders are the user's code: what they see must be durable.
    ledger.flush();
    Decider.Depth widest = vote(gates);
    if (widest == null) {
      return true;
    }
    Set<PlanNode> ignored = new LinkedHashSet<>();
    ignored.add(atom);
    ignored.addAll(behind(atom, widest));
    ledger.together(() -> ignored.forEach(this::ignore));
    return false;
  }

  /** The deciding links to the atom and to the flows that begin with it. */
  private static List<PlanNode.Gate> gatesOf(PlanNode atom) {
    if (atom.gates.isEmpty() && atom.before.stream().allMatch(node -> node.atom != null)) {
      return List.of();
    }
    List<PlanNode.Gate> gates = new ArrayList<>(atom.gates);
    Deque<PlanNode> open = new ArrayDeque<>(atom.before);
    while (!open.isEmpty()) {
      PlanNode node = open.remove();
      if (node.role == PlanNode.Role.START) {
        gates.addAll(node.gates);
        open.addAll(node.before);
      }
    }
    return gates;
  }

  private Decider.@Nullable Depth vote(List<PlanNode.Gate> gates) throws Exception {
    Map<String, JsonNode> history = historyOf(gates);
    Decider.Depth widest = null;
    for (PlanNode.Gate gate : gates) {
      Decider decider = gate.link().decider();
      if (decider != null && !isIgnored(gate.source()) && !ask(decider, history)) {
        Decider.Depth depth = gate.link().depth();
        widest = widest == null || depth.compareTo(widest) < 0 ? depth : widest;
      }
    }
    return widest;
  }

  private boolean ask(Decider decider, Map<String, JsonNode> history) throws Exception {
    return interruptions.call("a decider", () -> decider.decide(history));
  }

  private Map<String, JsonNode> historyOf(List<PlanNode.Gate> gates) {
    Map<String, JsonNode> history = new LinkedHashMap<>();
    for (PlanNode.Gate gate : gates) {
      sourcesOf(gate.source())
          .forEach(source -> {
            if (ledger.state(source) == AtomState.SUCCESS) {
              history.put(source.name(), Arguments.resultOf(ledger.detail(source)));
            }
          });
    }
    return Collections.unmodifiableMap(history);
  }

  /** The atom that a link comes from, or all atoms of the flow that it comes from. */
  private List<PlanNode> sourcesOf(PlanNode source) {
    if (source.atom != null) {
      return List.of(source);
    }
    Group whole = source.group;
    return ledger.plan().planAtoms().stream().filter(atom -> isIn(atom.group, whole)).toList();
  }

  private static boolean isIn(@Nullable Group group, @Nullable Group whole) {
    Group next = group;
    while (next != null && !next.equals(whole)) {
      next = next.parent;
    }
    return next != null;
  }

  private boolean isIgnored(PlanNode source) {
    return source.atom != null && ledger.state(source) == AtomState.IGNORE;
  }

  private static List<PlanNode> behind(PlanNode atom, Decider.Depth depth) {
    return switch (depth) {
      case ALL -> Behind.all(atom);
      case FLOW -> Behind.inFlow(atom);
      case NEIGHBORS -> Behind.neighbours(atom);
      case ATOM -> List.of();
    };
  }

  private void ignore(PlanNode atom) {
    if (ledger.state(atom) == AtomState.PENDING) {
      ledger.step(
          atom,
          ledger
              .detail(atom)
              .with()
              .state(AtomState.IGNORE, ledger.now())
              .intention(Intention.IGNORE)
              .done());
    }
  }
}
