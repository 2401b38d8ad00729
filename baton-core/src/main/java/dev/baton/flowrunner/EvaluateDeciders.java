// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Decider;
import dev.baton.flowrunner.plan.PlanGroup;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.flowrunner.plan.Successors;
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

/**
 * Evaluates the deciders in front of an atom. If the vote is "no", marks the atom and its
 * successors as ignored.
 */
record EvaluateDeciders(FlowProgress flowProgress, CallerInterrupts callerInterrupts) {

  /**
   * Whether the atom may run. If it may not, the atom and those successors that the depth of the
   * vote selects become ignored.
   *
   * @throws Exception if a decider throws
   */
  boolean allow(PlanNode atom) throws Exception {
    List<PlanNode.IncomingDecider> gates = gatesOf(atom);
    if (gates.isEmpty()) {
      return true;
    }
    // Deciders are the user's code, so the results that they see must be stored before.
    flowProgress.flush();
    Decider.Depth widest = vote(gates);
    if (widest == null) {
      return true;
    }
    Set<PlanNode> ignored = new LinkedHashSet<>();
    ignored.add(atom);
    ignored.addAll(behind(atom, widest));
    flowProgress.inOneWrite(() -> ignored.forEach(this::ignore));
    return false;
  }

  /**
   * Collects the deciding links that lead to the atom, and to the flows that begin with the atom.
   */
  private static List<PlanNode.IncomingDecider> gatesOf(PlanNode atom) {
    if (atom.deciders.isEmpty() && atom.predecessors.stream().allMatch(node -> node.atom != null)) {
      return List.of();
    }
    List<PlanNode.IncomingDecider> gates = new ArrayList<>(atom.deciders);
    Deque<PlanNode> open = new ArrayDeque<>(atom.predecessors);
    while (!open.isEmpty()) {
      PlanNode node = open.remove();
      if (node.role == PlanNode.Role.START) {
        gates.addAll(node.deciders);
        open.addAll(node.predecessors);
      }
    }
    return gates;
  }

  private Decider.@Nullable Depth vote(List<PlanNode.IncomingDecider> gates) throws Exception {
    Map<String, JsonNode> history = historyOf(gates);
    Decider.Depth widest = null;
    for (PlanNode.IncomingDecider incomingDecider : gates) {
      Decider decider = incomingDecider.link().decider();
      if (decider != null
          && !isIgnored(incomingDecider.source())
          && !callDecider(decider, history)) {
        Decider.Depth depth = incomingDecider.link().depth();
        widest = widest == null || depth.compareTo(widest) < 0 ? depth : widest;
      }
    }
    return widest;
  }

  private boolean callDecider(Decider decider, Map<String, JsonNode> history) throws Exception {
    return callerInterrupts.call("a decider", () -> decider.decide(history));
  }

  private Map<String, JsonNode> historyOf(List<PlanNode.IncomingDecider> gates) {
    Map<String, JsonNode> history = new LinkedHashMap<>();
    for (PlanNode.IncomingDecider incomingDecider : gates) {
      sourcesOf(incomingDecider.source())
          .forEach(source -> {
            if (flowProgress.state(source) == AtomState.SUCCESS) {
              history.put(source.name(), ArgumentLookup.resultOf(flowProgress.detail(source)));
            }
          });
    }
    return Collections.unmodifiableMap(history);
  }

  /** Returns the atom from which a link comes, or all atoms of the flow from which it comes. */
  private List<PlanNode> sourcesOf(PlanNode source) {
    if (source.atom != null) {
      return List.of(source);
    }
    PlanGroup whole = source.group;
    return flowProgress.plan().atomNodes().stream()
        .filter(atom -> isIn(atom.group, whole))
        .toList();
  }

  private static boolean isIn(@Nullable PlanGroup planGroup, @Nullable PlanGroup whole) {
    PlanGroup next = planGroup;
    while (next != null && !next.equals(whole)) {
      next = next.parent;
    }
    return next != null;
  }

  private boolean isIgnored(PlanNode source) {
    return source.atom != null && flowProgress.state(source) == AtomState.IGNORE;
  }

  private static List<PlanNode> behind(PlanNode atom, Decider.Depth depth) {
    return switch (depth) {
      case ALL -> Successors.all(atom);
      case FLOW -> Successors.inFlow(atom);
      case NEIGHBORS -> Successors.neighbors(atom);
      case ATOM -> List.of();
    };
  }

  private void ignore(PlanNode atom) {
    if (flowProgress.state(atom) == AtomState.PENDING) {
      flowProgress.transition(
          atom,
          flowProgress.detail(atom).toBuilder()
              .state(AtomState.IGNORE, flowProgress.now())
              .intention(Intention.IGNORE)
              .build());
    }
  }
}
