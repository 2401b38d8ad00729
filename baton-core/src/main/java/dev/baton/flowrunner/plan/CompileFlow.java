// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Atom;
import dev.baton.flow.EachFlow;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.GraphLink;
import dev.baton.flow.InvalidFlowException;
import dev.baton.flow.LinearFlow;
import dev.baton.flow.Task;
import dev.baton.flow.UnorderedFlow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a flow definition to an execution graph. Time and memory grow linearly with nodes and
 * links, and deep nesting cannot exhaust the stack.
 */
final class CompileFlow {

  /** A flow whose children are being compiled. */
  private record Frame(PlanGroup group, Iterator<FlowNode> left) {}

  private final Function<String, @Nullable JsonNode> lists;
  private final List<PlanNode> nodes = new ArrayList<>();
  private final List<PlanNode> atoms = new ArrayList<>();
  private final List<PlanGroup> groups = new ArrayList<>();
  private final Deque<Frame> open = new ArrayDeque<>();
  private final Set<FlowNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private PlanGroup.@Nullable Child root;

  /**
   * @param lists returns the stored list of an {@link EachFlow}, given the name of the task that
   *     reads the list; null if no list is stored
   */
  CompileFlow(Function<String, @Nullable JsonNode> lists) {
    this.lists = lists;
  }

  FlowPlan compile(FlowNode definition) {
    enter(definition, null);
    while (!open.isEmpty()) {
      Frame frame = open.element();
      if (frame.left.hasNext()) {
        enter(frame.left.next(), frame.group);
      } else {
        open.remove();
        leave(frame.group);
      }
    }
    refuseDuplicates();
    PlanGroup.Child whole = root;
    if (whole == null) {
      throw new IllegalStateException("nothing was compiled");
    }
    return new FlowPlan(whole, nodes, atoms);
  }

  private void enter(FlowNode flowNode, @Nullable PlanGroup parent) {
    if (!visited.add(flowNode)) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "'" + flowNode.name() + "' is at two places in the flow; create an object for each place",
          List.of(flowNode.name()));
    }
    switch (flowNode) {
      case Task<?> task ->
          addChild(new PlanGroup.Child(task, atom(task, parent), nodes.getLast(), null), parent);
      case Flow flow -> enter(flow, parent);
    }
  }

  private void enter(Flow flow, @Nullable PlanGroup parent) {
    PlanGroup planGroup = new PlanGroup(flow, parent, nodes.size());
    groups.add(planGroup);
    nodes.add(planGroup.start);
    planGroup.start.controller = controllerOf(parent);
    if (flow.retry() != null) {
      PlanNode retry = atom(flow.retry(), planGroup);
      retry.controller = controllerOf(parent);
      planGroup.retry = retry;
      planGroup.start.addSuccessor(retry);
    }
    open.push(new Frame(planGroup, childrenOf(flow).iterator()));
  }

  private List<FlowNode> childrenOf(Flow flow) {
    if (flow instanceof EachFlow each) {
      JsonNode list = lists.apply(each.listTask().name());
      if (list != null) {
        List<FlowNode> expanded = new ArrayList<>(flow.children());
        expanded.add(1, each.expand(list));
        return expanded;
      }
    }
    return flow.children();
  }

  private void leave(PlanGroup planGroup) {
    PlanNode end = new PlanNode(nodes.size(), PlanNode.Role.END, null, planGroup, -1);
    end.controller = controllerOf(planGroup);
    nodes.add(end);
    switch (planGroup.flow) {
      case LinearFlow flow -> wireInOrder(planGroup, end);
      case EachFlow flow -> wireInOrder(planGroup, end);
      case UnorderedFlow flow -> wireUnordered(planGroup, end);
      case GraphFlow flow -> wireGraph(planGroup, flow, end);
    }
    addChild(
        new PlanGroup.Child(planGroup.flow, planGroup.start, end, planGroup), planGroup.parent);
  }

  private void addChild(PlanGroup.Child child, @Nullable PlanGroup parent) {
    if (parent == null) {
      root = child;
    } else {
      parent.children.add(child);
    }
  }

  private PlanNode atom(Atom atom, @Nullable PlanGroup planGroup) {
    PlanNode node = new PlanNode(nodes.size(), PlanNode.Role.ATOM, atom, planGroup, atoms.size());
    node.controller = controllerOf(planGroup);
    nodes.add(node);
    atoms.add(node);
    return node;
  }

  /** The retry controller that decides about failures inside a flow. */
  private static @Nullable PlanNode controllerOf(@Nullable PlanGroup planGroup) {
    if (planGroup == null) {
      return null;
    }
    return planGroup.retry != null ? planGroup.retry : planGroup.start.controller;
  }

  private static void wireInOrder(PlanGroup planGroup, PlanNode end) {
    PlanNode previous = planGroup.entry();
    for (PlanGroup.Child child : planGroup.children) {
      previous.addSuccessor(child.first());
      previous = child.last();
    }
    previous.addSuccessor(end);
  }

  private static void wireUnordered(PlanGroup planGroup, PlanNode end) {
    for (PlanGroup.Child child : planGroup.children) {
      planGroup.entry().addSuccessor(child.first());
      child.last().addSuccessor(end);
    }
    if (planGroup.children.isEmpty()) {
      planGroup.entry().addSuccessor(end);
    }
  }

  private static void wireGraph(PlanGroup planGroup, GraphFlow flow, PlanNode end) {
    Map<FlowNode, PlanGroup.Child> places = new HashMap<>();
    planGroup.children.forEach(child -> places.put(child.node(), child));
    for (PlanGroup.Child child : planGroup.children) {
      for (GraphLink graphLink : flow.linksTo(child.node())) {
        PlanGroup.Child source = places.get(graphLink.from());
        if (source != null) {
          connect(source.last(), graphLink, child.first());
        }
      }
      if (child.first().predecessors.isEmpty()) {
        planGroup.entry().addSuccessor(child.first());
      }
    }
    wireEnds(planGroup, end);
  }

  private static void connect(PlanNode from, GraphLink graphLink, PlanNode to) {
    from.addSuccessor(to);
    if (graphLink.decider() != null) {
      to.deciders.add(new PlanNode.IncomingDecider(from, graphLink));
    }
  }

  private static void wireEnds(PlanGroup planGroup, PlanNode end) {
    for (PlanGroup.Child child : planGroup.children) {
      if (child.last().successors.isEmpty()) {
        child.last().addSuccessor(end);
      }
    }
    if (planGroup.children.isEmpty()) {
      planGroup.entry().addSuccessor(end);
    }
  }

  private void refuseDuplicates() {
    Set<String> names = new java.util.HashSet<>();
    List<String> twice =
        atoms.stream()
            .map(PlanNode::name)
            .filter(name -> !names.add(name))
            .distinct()
            .sorted()
            .toList();
    if (!twice.isEmpty()) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.DUPLICATE_NAME,
          "several atoms have the name "
              + twice
              + "; progress is stored by name, give each its own",
          twice);
    }
  }
}
