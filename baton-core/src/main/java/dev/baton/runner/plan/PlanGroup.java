// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner.plan;

import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flow in its place in the hierarchy. Fixed once compiled. */
public final class PlanGroup {

  /** A child, with the nodes of the execution graph at which it begins and ends. */
  public record Child(FlowNode node, PlanNode first, PlanNode last, @Nullable PlanGroup group) {}

  public final Flow flow;
  final @Nullable public PlanGroup parent;
  final int depth;
  final PlanNode start;
  public final List<Child> children = new ArrayList<>();
  @Nullable PlanNode retry;

  /** The position among the children of the parent. */
  final int position;

  PlanGroup(Flow flow, @Nullable PlanGroup parent, int position, int startId) {
    this.flow = flow;
    this.parent = parent;
    this.position = position;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.start = new PlanNode(startId, PlanNode.Role.START, null, this, -1);
  }

  /** What comes first inside: the retry, or the mark of the start. */
  PlanNode entry() {
    return retry == null ? start : retry;
  }

  void add(Task<?> task, PlanNode node) {
    children.add(new Child(task, node, node, null));
  }

  @Override
  public String toString() {
    return flow.toString();
  }
}
