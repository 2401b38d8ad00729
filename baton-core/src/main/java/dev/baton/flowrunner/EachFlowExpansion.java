// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.EachFlow;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.plan.FlowPlan;
import dev.baton.flowrunner.plan.PlanGroup;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomDetail;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a flow again when the list of an each-flow becomes known, or is removed by a reset of
 * the atom that provides it. The list determines the nodes of the flow, so a new plan is needed.
 */
record EachFlowExpansion(FlowNode definition, FlowProgress flowProgress) {

  /** Compiles the plan of a flow with the lists that are stored. */
  static FlowPlan plan(FlowNode definition, Map<String, AtomDetail> stored) {
    return FlowPlan.of(
        definition,
        name -> {
          AtomDetail detail = stored.get(name);
          return detail == null ? null : detail.outcome().result();
        });
  }

  /** Whether the result of an atom determines the nodes of the flow. */
  boolean decidesNodes(PlanNode atom) {
    return atom.group != null
        && atom.group.flow instanceof EachFlow each
        && each.listTask().equals(atom.atom);
  }

  /**
   * Compiles the flow with the nodes for a list that an atom has just returned.
   *
   * @return changes the flow progress to the new plan
   * @throws RuntimeException if the user's function throws, or the nodes do not fit the flow
   */
  Runnable expand(PlanNode atom, JsonNode list) {
    FlowPlan plan = FlowPlan.of(definition, name -> name.equals(atom.name()) ? list : listOf(name));
    plan.validate(flowProgress.flow().store().keySet());
    return () -> flowProgress.replan(plan);
  }

  /** Removes the nodes of lists that are no longer known. */
  void removeUndecidedNodes() {
    Set<String> decided =
        flowProgress.plan().atomNodes().stream()
            .filter(this::decidesNodes)
            .filter(atom -> isExpanded(atom) && listOf(atom.name()) == null)
            .map(PlanNode::name)
            .collect(Collectors.toSet());
    if (!decided.isEmpty()) {
      flowProgress.replan(FlowPlan.of(definition, this::listOf));
    }
  }

  private static boolean isExpanded(PlanNode atom) {
    PlanGroup planGroup = Objects.requireNonNull(atom.group);
    return planGroup.children.size() > planGroup.flow.children().size();
  }

  private @Nullable JsonNode listOf(String name) {
    PlanNode atom = flowProgress.plan().atom(name);
    return atom == null ? null : flowProgress.detail(atom).outcome().result();
  }
}
