// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How far a wave has come through the execution graph. A node is <em>open</em> when everything on
 * the side that the wave comes from is passed, and <em>passed</em> when it is open and says so
 * itself. Kept by counting, so that a change costs no more than the nodes that it reaches.
 */
public final class ReadyFrontier {

  private final Function<PlanNode, List<PlanNode>> onward;
  private final int[] blocked;
  private final boolean[] own;
  private final boolean[] passed;
  private final Deque<PlanNode> changed = new ArrayDeque<>();
  private List<PlanNode> opened = new ArrayList<>();

  /**
   * @param onward the neighbours that the wave reaches next
   * @param back the neighbours that it comes from
   * @param isOwn what a node says of itself at first
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

  /** Whether everything on the side that the wave comes from is passed. */
  public boolean isReady(PlanNode node) {
    return blocked[node.id] == 0;
  }

  /** Sets what a node says of itself. */
  public void setPassed(PlanNode node, boolean value) {
    own[node.id] = value;
    look(node);
    while (!changed.isEmpty()) {
      spread(changed.remove());
    }
  }

  /** The atoms that were opened since this was last asked; some may be shut again. */
  public List<PlanNode> takeReady() {
    List<PlanNode> taken = opened;
    opened = new ArrayList<>();
    return taken;
  }

  private void look(PlanNode node) {
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
      look(neighbour);
    }
  }
}
