// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds the ready nodes of an execution graph while a front moves through the graph: forwards for
 * an execution, backwards for a revert. A node is <em>open</em> if the front has passed all
 * neighbours of the node from which it comes. A node is <em>passed</em> if it is open and is itself
 * marked as passed. The frontier keeps counters, so that a change costs only as much as the number
 * of nodes that it affects.
 */
public final class ReadyFrontier {

  private final Function<PlanNode, List<PlanNode>> onward;
  private final int[] blocked;
  private final boolean[] own;
  private final boolean[] passed;
  private final Deque<PlanNode> changed = new ArrayDeque<>();
  private List<PlanNode> opened = new ArrayList<>();

  /**
   * @param onward the neighbours that the front reaches next
   * @param back the neighbours from which the front comes
   * @param isOwn the initial mark of a node
   */
  public ReadyFrontier(
      List<PlanNode> nodes,
      Function<PlanNode, List<PlanNode>> onward,
      Function<PlanNode, List<PlanNode>> back,
      Predicate<PlanNode> isOwn) {
    this.onward = onward;
    this.blocked = new int[nodes.size()];
    this.own = new boolean[nodes.size()];
    this.passed = new boolean[nodes.size()];
    for (PlanNode node : nodes) {
      blocked[node.id] = back.apply(node).size();
    }
    for (PlanNode node : nodes) {
      setPassed(node, isOwn.test(node));
    }
    opened = new ArrayList<>();
  }

  /**
   * Whether a node is open: the front has passed all neighbours of the node from which it comes.
   */
  public boolean isReady(PlanNode node) {
    return blocked[node.id] == 0;
  }

  /** Sets the mark of a node and updates the nodes that it affects. */
  public void setPassed(PlanNode node, boolean value) {
    own[node.id] = value;
    update(node);
    while (!changed.isEmpty()) {
      spread(changed.remove());
    }
  }

  /**
   * Removes and returns the atoms that were opened since the last call. Some of them may be closed
   * again.
   */
  public List<PlanNode> takeReady() {
    List<PlanNode> taken = opened;
    opened = new ArrayList<>();
    return taken;
  }

  private void update(PlanNode node) {
    boolean passes = own[node.id] && blocked[node.id] == 0;
    if (passes != passed[node.id]) {
      passed[node.id] = passes;
      changed.add(node);
    }
  }

  private void spread(PlanNode node) {
    int change = passed[node.id] ? -1 : 1;
    for (PlanNode neighbour : onward.apply(node)) {
      blocked[neighbour.id] += change;
      if (blocked[neighbour.id] == 0 && neighbour.role == PlanNode.Role.ATOM) {
        opened.add(neighbour);
      }
      update(neighbour);
    }
  }
}
