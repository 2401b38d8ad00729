// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Atom;
import dev.baton.flow.FlowNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A compiled flow: its execution graph and its hierarchy. Immutable; several runs can share it. */
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
   * Compiles a definition, which may be a single task.
   *
   * @throws dev.baton.flow.InvalidFlowException if a node object is used at two places, or two
   *     atoms have the same name
   */
  public static FlowPlan of(FlowNode definition) {
    return new CompileFlow(name -> null).compile(definition);
  }

  /**
   * Compiles a definition as {@link #of} does, with the nodes of those lists that are already
   * known.
   */
  public static FlowPlan of(FlowNode definition, Function<String, @Nullable JsonNode> lists) {
    return new CompileFlow(lists).compile(definition);
  }

  /** The name of the root node. */
  public String name() {
    return root.node().name();
  }

  /** All atoms in declared order. A retry controller comes before the atoms that it controls. */
  public List<Atom> atoms() {
    return atoms.stream().map(PlanNode::atom).toList();
  }

  /**
   * Checks that every atom can get the values that it requires.
   *
   * @param given symbols whose values come from outside the flow
   * @throws dev.baton.flow.InvalidFlowException if a symbol is missing or its provider has another
   *     type; the message names the symbol and the atoms that require it
   */
  public void validate(Set<String> given) {
    new ValidatePlan(atoms, symbolScope).validate(given);
  }

  /** The tree of flows and atoms as text, one line per node, without a line break at the end. */
  public String hierarchy() {
    return new PrintHierarchy().print(root);
  }

  public List<PlanNode> nodes() {
    return nodes;
  }

  public List<PlanNode> atomNodes() {
    return atoms;
  }

  /**
   * The atoms in the order in which reverts run: each atom comes after all its successors. Among
   * independent atoms, the atom that was declared later comes first.
   */
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

  /** The atoms with these names, in this order. Names of other atoms are left out. */
  public List<PlanNode> atoms(Collection<String> names) {
    return names.stream().map(byName::get).filter(Objects::nonNull).toList();
  }

  @Nullable
  public PlanNode atom(String name) {
    return byName.get(name);
  }
}
