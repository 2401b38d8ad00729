// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Finds atoms behind an atom: depth first, of several branches the one declared last first. */
final class Behind {

  private Behind() {}

  /** All of them, through the starts and ends of flows. */
  static List<PlanNode> all(PlanNode atom) {
    return reach(atom, node -> true);
  }

  /** Those that are reached without passing the start or the end of a flow, or a retry. */
  static List<PlanNode> inFlow(PlanNode atom) {
    return reach(atom, node -> node.role == PlanNode.Role.ATOM && !node.isRetry());
  }

  /** The tasks that follow directly. */
  static List<PlanNode> neighbours(PlanNode atom) {
    return atom.next.stream()
        .filter(node -> node.role == PlanNode.Role.ATOM && !node.isRetry())
        .toList();
  }

  private static List<PlanNode> reach(PlanNode atom, Predicate<PlanNode> passes) {
    List<PlanNode> found = new ArrayList<>();
    Set<PlanNode> seen = new HashSet<>();
    Deque<PlanNode> open = new ArrayDeque<>(atom.next);
    while (!open.isEmpty()) {
      PlanNode node = open.removeLast();
      if (passes.test(node) && seen.add(node)) {
        if (node.role == PlanNode.Role.ATOM) {
          found.add(node);
        }
        open.addAll(node.next);
      }
    }
    return found;
  }
}
