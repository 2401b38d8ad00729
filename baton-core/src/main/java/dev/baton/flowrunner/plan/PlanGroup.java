// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flow at its place in the hierarchy. It does not change after compilation. */
public final class PlanGroup {

  /** A child of a flow, with its first and last node in the execution graph. */
  public record Child(FlowNode node, PlanNode first, PlanNode last, @Nullable PlanGroup group) {}

  public final Flow flow;
  final @Nullable public PlanGroup parent;
  final int depth;
  final PlanNode start;
  public final List<Child> children = new ArrayList<>();
  @Nullable PlanNode retry;

  PlanGroup(Flow flow, @Nullable PlanGroup parent, int startId) {
    this.flow = flow;
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.start = new PlanNode(startId, PlanNode.Role.START, null, this, -1);
  }

  /**
   * The node that precedes all children: the retry controller, or the start node if there is no
   * retry controller.
   */
  PlanNode entry() {
    return retry == null ? start : retry;
  }

  @Override
  public String toString() {
    return flow.toString();
  }
}
