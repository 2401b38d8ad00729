// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the atoms after an atom, depth first. Among several branches, the branch that was declared
 * last comes first.
 */
public final class Successors {

  private Successors() {}

  /** All atoms after the atom, also beyond the starts and ends of flows. */
  public static List<PlanNode> all(PlanNode atom) {
    return reach(atom, node -> true);
  }

  /**
   * The atoms that can be reached without passing the start or end of a flow, or a retry
   * controller.
   */
  public static List<PlanNode> inFlow(PlanNode atom) {
    return reach(atom, node -> node.role == PlanNode.Role.ATOM && !node.isRetry());
  }

  /** The tasks that are direct successors. */
  public static List<PlanNode> neighbors(PlanNode atom) {
    return atom.successors.stream()
        .filter(node -> node.role == PlanNode.Role.ATOM && !node.isRetry())
        .toList();
  }

  private static List<PlanNode> reach(PlanNode atom, Predicate<PlanNode> passes) {
    List<PlanNode> found = new ArrayList<>();
    Set<PlanNode> seen = new HashSet<>();
    Deque<PlanNode> open = new ArrayDeque<>(atom.successors);
    while (!open.isEmpty()) {
      PlanNode node = open.removeLast();
      if (passes.test(node) && seen.add(node)) {
        if (node.role == PlanNode.Role.ATOM) {
          found.add(node);
        }
        open.addAll(node.successors);
      }
    }
    return found;
  }
}
