// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the direct successors of each atom, skipping the start and end nodes of flows. */
final class DirectSuccessors {

  private DirectSuccessors() {}

  static Map<String, Set<String>> of(List<PlanNode> atoms) {
    Map<String, Set<String>> followers = new LinkedHashMap<>();
    atoms.forEach(atom -> followers.put(atom.name(), after(atom)));
    return followers;
  }

  private static Set<String> after(PlanNode atom) {
    Set<String> names = new LinkedHashSet<>();
    Set<PlanNode> visited = new HashSet<>();
    Deque<PlanNode> open = new ArrayDeque<>(atom.successors);
    while (!open.isEmpty()) {
      PlanNode node = open.remove();
      if (visited.add(node)) {
        if (node.role == PlanNode.Role.ATOM) {
          names.add(node.name());
        } else {
          open.addAll(node.successors);
        }
      }
    }
    return names;
  }
}
