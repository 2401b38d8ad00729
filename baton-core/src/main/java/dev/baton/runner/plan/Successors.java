// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Finds atoms behind an atom: depth first, of several branches the one declared last first. */
public final class Successors {

  private Successors() {}

  /** All of them, through the starts and ends of flows. */
  public static List<PlanNode> all(PlanNode atom) {
    return reach(atom, node -> true);
  }

  /** Those that are reached without passing the start or the end of a flow, or a retry. */
  public static List<PlanNode> inFlow(PlanNode atom) {
    return reach(atom, node -> node.role == PlanNode.Role.ATOM && !node.isRetry());
  }

  /** The tasks that follow directly. */
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
