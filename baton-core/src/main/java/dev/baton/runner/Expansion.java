// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.EachFlow;
import dev.baton.flow.Node;
import dev.baton.logbook.AtomDetail;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles a flow anew when a list is known, or not any more, that decides which nodes it has. */
final class Expansion {

  private final Node definition;
  private final Ledger ledger;

  Expansion(Node definition, Ledger ledger) {
    this.definition = definition;
    this.ledger = ledger;
  }

  /** The plan of a flow of which this much is stored. */
  static FlowPlan plan(Node definition, Map<String, AtomDetail> stored) {
    return FlowPlan.of(
        definition,
        name -> {
          AtomDetail detail = stored.get(name);
          return detail == null ? null : detail.outcome().result();
        });
  }

  /** Whether the result of an atom decides which nodes the flow has. */
  boolean decides(PlanNode atom) {
    return atom.group != null
        && atom.group.flow instanceof EachFlow each
        && each.elements().equals(atom.atom);
  }

  /**
   * Adds the nodes for a list that an atom has just returned.
   *
   * @throws RuntimeException what the user's function throws, or if the nodes do not fit the flow
   */
  Runnable expand(PlanNode atom, JsonNode list) {
    FlowPlan plan = FlowPlan.of(definition, name -> name.equals(atom.name()) ? list : listOf(name));
    plan.validate(ledger.flow().store().keySet());
    return () -> ledger.replan(plan);
  }

  /** Takes away the nodes of lists that are not known any more. */
  void refresh() {
    Set<String> decided =
        ledger.plan().planAtoms().stream()
            .filter(this::decides)
            .filter(atom -> isExpanded(atom) && listOf(atom.name()) == null)
            .map(PlanNode::name)
            .collect(Collectors.toSet());
    if (!decided.isEmpty()) {
      ledger.replan(FlowPlan.of(definition, this::listOf));
    }
  }

  private static boolean isExpanded(PlanNode atom) {
    Group group = Objects.requireNonNull(atom.group);
    return group.children.size() > group.flow.children().size();
  }

  private @Nullable JsonNode listOf(String name) {
    PlanNode atom = ledger.plan().atom(name);
    return atom == null ? null : ledger.detail(atom).outcome().result();
  }
}
