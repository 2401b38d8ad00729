// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Atom;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A compiled flow: its execution graph and its hierarchy. Immutable, and shared by any runs. */
public final class FlowPlan {

  private final PlanGroup.Child root;
  private final List<PlanNode> nodes;
  private final List<PlanNode> atoms;
  private final Map<String, PlanNode> byName;
  private final SymbolScope symbolScope;

  FlowPlan(PlanGroup.Child root, List<PlanNode> nodes, List<PlanNode> atoms) {
    this.root = root;
    this.nodes = List.copyOf(nodes);
    this.atoms = List.copyOf(atoms);
    this.byName = new HashMap<>(atoms.size() * 2);
    atoms.forEach(atom -> byName.put(atom.name(), atom));
    this.symbolScope = new SymbolScope(this.atoms);
  }

  /**
   * Compiles a definition, a single task included.
   *
   * @throws dev.baton.flow.InvalidFlowException if an object has two places, or a name two atoms
   */
  public static FlowPlan of(FlowNode definition) {
    return new CompileFlow(name -> null).compile(definition);
  }

  /** As {@link #of}, with the nodes of lists that are known by now. */
  public static FlowPlan of(FlowNode definition, Function<String, @Nullable JsonNode> lists) {
    return new CompileFlow(lists).compile(definition);
  }

  /** The name of the root. */
  public String name() {
    return root.node().name();
  }

  /** All atoms in the order of declaration, retries before what they control. */
  public List<Atom> atoms() {
    return atoms.stream().map(PlanNode::atom).toList();
  }

  /**
   * Checks that every atom can get what it requires.
   *
   * @param given symbols that come from outside
   * @throws dev.baton.flow.InvalidFlowException naming each symbol that is missing and who requires
   *     it, or a provider of another type
   */
  public void validate(Set<String> given) {
    new ValidatePlan(atoms, symbolScope).validate(given);
  }

  /** The tree of flows and atoms as text, one line each, without a line break at the end. */
  public String hierarchy() {
    return new PrintHierarchy().print(root);
  }

  /** Which atoms follow directly upon which, through the starts and ends of flows, by name. */
  public Map<String, Set<String>> successors() {
    return new DirectSuccessors().of(atoms);
  }

  public List<PlanNode> nodes() {
    return nodes;
  }

  public List<PlanNode> atomNodes() {
    return atoms;
  }

  /** The atoms so that each comes before those that it waits for; of equals, the later first. */
  public List<PlanNode> revertOrder() {
    int[] left = new int[nodes.size()];
    java.util.PriorityQueue<PlanNode> open =
        new java.util.PriorityQueue<>(Comparator.comparingInt((PlanNode node) -> -node.order));
    for (PlanNode node : nodes) {
      left[node.id] = node.successors.size();
      if (node.successors.isEmpty()) {
        open.add(node);
      }
    }
    List<PlanNode> order = new ArrayList<>(atoms.size());
    while (!open.isEmpty()) {
      PlanNode node = open.remove();
      if (node.role == PlanNode.Role.ATOM) {
        order.add(node);
      }
      for (PlanNode earlier : node.predecessors) {
        if (--left[earlier.id] == 0) {
          open.add(earlier);
        }
      }
    }
    return order;
  }

  public SymbolScope scope() {
    return symbolScope;
  }

  @Nullable
  public PlanNode atom(String name) {
    return byName.get(name);
  }

  /** Whether the root is a single task. */
  boolean isTask() {
    return root.node() instanceof Task<?>;
  }
}
