// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Flow;
import dev.baton.flow.Node;
import dev.baton.flow.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flow in its place in the hierarchy. Fixed once compiled. */
final class Group {

  /** A child, with the nodes of the execution graph at which it begins and ends. */
  record Child(Node node, PlanNode first, PlanNode last, @Nullable Group group) {}

  final Flow flow;
  final @Nullable Group parent;
  final int depth;
  final PlanNode start;
  final List<Child> children = new ArrayList<>();
  @Nullable PlanNode retry;

  /** The position among the children of the parent. */
  final int position;

  Group(Flow flow, @Nullable Group parent, int position, int startId) {
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
