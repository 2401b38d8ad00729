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
 * Finds the nodes of an execution graph that are ready to run, while a front moves through the
 * graph: along the links for an execution, against the links for a revert. A node is <em>ready</em>
 * when the front has passed all its neighbours on the side from which the front comes. The front
 * has passed a node when the node is ready and its own work is done. Counters keep a change cheap:
 * it costs only as much as the number of nodes that it affects.
 */
public final class ReadyFrontier {

  private final Function<PlanNode, List<PlanNode>> onward;
  private final int[] blocked;
  private final boolean[] own;
  private final boolean[] passed;
  private final Deque<PlanNode> changed = new ArrayDeque<>();
  private List<PlanNode> opened = new ArrayList<>();

  /**
   * @param onward returns the neighbours of a node on the side to which the front moves
   * @param back returns the neighbours of a node on the side from which the front comes
   * @param isOwn whether the own work of a node is already done
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
   * Whether all neighbours before the node have ended: its predecessors if the flow executes, its
   * successors if the flow reverts.
   */
  public boolean isReady(PlanNode node) {
    return blocked[node.id] == 0;
  }

  /** Sets whether the own work of a node is done, and updates the nodes that this affects. */
  public void setPassed(PlanNode node, boolean value) {
    own[node.id] = value;
    update(node);
    while (!changed.isEmpty()) {
      spread(changed.remove());
    }
  }

  /**
   * Removes and returns the atoms that have become ready since the last call. Some of them may no
   * longer be ready.
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
