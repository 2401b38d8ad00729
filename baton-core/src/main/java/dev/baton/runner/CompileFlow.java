// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Atom;
import dev.baton.flow.EachFlow;
import dev.baton.flow.Flow;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.InvalidFlowException;
import dev.baton.flow.LinearFlow;
import dev.baton.flow.Link;
import dev.baton.flow.Node;
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
 * Turns a definition into an execution graph. Time and memory are linear in nodes and links, and no
 * depth of nesting exhausts the stack.
 */
final class CompileFlow {

  /** A flow whose children are being compiled. */
  private record Frame(Group group, Iterator<Node> left) {}

  private final Function<String, @Nullable JsonNode> lists;
  private final List<PlanNode> nodes = new ArrayList<>();
  private final List<PlanNode> atoms = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final Deque<Frame> open = new ArrayDeque<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private Group.@Nullable Child root;

  /**
   * @param lists the stored result of a task that reads the list of an {@link EachFlow}, by name
   */
  CompileFlow(Function<String, @Nullable JsonNode> lists) {
    this.lists = lists;
  }

  FlowPlan compile(Node definition) {
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
    Group.Child whole = root;
    if (whole == null) {
      throw new IllegalStateException("nothing was compiled");
    }
    return new FlowPlan(whole, nodes, atoms);
  }

  private void enter(Node node, @Nullable Group parent) {
    if (!seen.add(node)) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "'" + node.name() + "' has two places in the flow; make an object for each place",
          List.of(node.name()));
    }
    switch (node) {
      case Task<?> task -> place(new Group.Child(task, atom(task, parent), last(), null), parent);
      case Flow flow -> enter(flow, parent);
    }
  }

  private void enter(Flow flow, @Nullable Group parent) {
    int position = parent == null ? 0 : parent.children.size();
    Group group = new Group(flow, parent, position, nodes.size());
    groups.add(group);
    nodes.add(group.start);
    group.start.controller = controllerOf(parent);
    if (flow.retry() != null) {
      PlanNode retry = atom(flow.retry(), group);
      retry.controller = controllerOf(parent);
      group.retry = retry;
      group.start.leadsTo(retry);
    }
    open.push(new Frame(group, childrenOf(flow).iterator()));
  }

  private List<Node> childrenOf(Flow flow) {
    if (flow instanceof EachFlow each) {
      JsonNode list = lists.apply(each.elements().name());
      if (list != null) {
        List<Node> expanded = new ArrayList<>(flow.children());
        expanded.add(1, each.expand(list));
        return expanded;
      }
    }
    return flow.children();
  }

  private void leave(Group group) {
    PlanNode end = new PlanNode(nodes.size(), PlanNode.Role.END, null, group, -1);
    end.controller = controllerOf(group);
    nodes.add(end);
    switch (group.flow) {
      case LinearFlow flow -> wireInOrder(group, end);
      case EachFlow flow -> wireInOrder(group, end);
      case UnorderedFlow flow -> wireUnordered(group, end);
      case GraphFlow flow -> wireGraph(group, flow, end);
    }
    place(new Group.Child(group.flow, group.start, end, group), group.parent);
  }

  private void place(Group.Child child, @Nullable Group parent) {
    if (parent == null) {
      root = child;
    } else {
      parent.children.add(child);
    }
  }

  private PlanNode atom(Atom atom, @Nullable Group group) {
    PlanNode node = new PlanNode(nodes.size(), PlanNode.Role.ATOM, atom, group, atoms.size());
    node.controller = controllerOf(group);
    nodes.add(node);
    atoms.add(node);
    return node;
  }

  private PlanNode last() {
    return nodes.getLast();
  }

  /** The retry that is asked for what is in a flow. */
  private static @Nullable PlanNode controllerOf(@Nullable Group group) {
    if (group == null) {
      return null;
    }
    return group.retry != null ? group.retry : group.start.controller;
  }

  private static void wireInOrder(Group group, PlanNode end) {
    PlanNode previous = group.entry();
    for (Group.Child child : group.children) {
      previous.leadsTo(child.first());
      previous = child.last();
    }
    previous.leadsTo(end);
  }

  private static void wireUnordered(Group group, PlanNode end) {
    for (Group.Child child : group.children) {
      group.entry().leadsTo(child.first());
      child.last().leadsTo(end);
    }
    if (group.children.isEmpty()) {
      group.entry().leadsTo(end);
    }
  }

  private static void wireGraph(Group group, GraphFlow flow, PlanNode end) {
    Map<Node, Group.Child> places = new HashMap<>();
    group.children.forEach(child -> places.put(child.node(), child));
    for (Group.Child child : group.children) {
      for (Link link : flow.linksTo(child.node())) {
        Group.Child source = places.get(link.from());
        if (source != null) {
          connect(source.last(), link, child.first());
        }
      }
      if (child.first().before.isEmpty()) {
        group.entry().leadsTo(child.first());
      }
    }
    wireEnds(group, end);
  }

  private static void connect(PlanNode from, Link link, PlanNode to) {
    from.leadsTo(to);
    if (link.decider() != null) {
      to.gates.add(new PlanNode.Gate(from, link));
    }
  }

  private static void wireEnds(Group group, PlanNode end) {
    for (Group.Child child : group.children) {
      if (child.last().next.isEmpty()) {
        child.last().leadsTo(end);
      }
    }
    if (group.children.isEmpty()) {
      group.entry().leadsTo(end);
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
          "several atoms are called " + twice + "; progress is stored by name, give each its own",
          twice);
    }
  }
}
