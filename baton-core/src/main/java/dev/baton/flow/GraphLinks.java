// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The links of one graph flow. They never form a cycle. */
final class GraphLinks {

  private final Map<FlowNode, Map<FlowNode, GraphLink>> out = new HashMap<>();
  private final Map<FlowNode, Map<FlowNode, GraphLink>> in = new HashMap<>();

  /**
   * Adds a link, or merges it with the present link between the same nodes.
   *
   * @return undoes the addition
   * @throws InvalidFlowException if the link would close a cycle
   */
  Runnable add(GraphLink graphLink) {
    GraphLink before = out.getOrDefault(graphLink.from(), Map.of()).get(graphLink.to());
    if (before == null && reaches(graphLink.to(), graphLink.from())) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.CYCLE,
          "'"
              + graphLink.to().name()
              + "' cannot come after '"
              + graphLink.from().name()
              + "', which already comes after it or is the same node; remove one of the links",
          List.of(graphLink.from().name(), graphLink.to().name()).stream()
              .sorted()
              .distinct()
              .toList());
    }
    put(before == null ? graphLink : before.merge(graphLink));
    return () -> restore(graphLink, before);
  }

  /** The links that start at a node, in the order in which they were made. */
  Collection<GraphLink> from(FlowNode flowNode) {
    return out.getOrDefault(flowNode, Map.of()).values();
  }

  /** The links that lead to a node, in the order in which they were made. */
  Collection<GraphLink> to(FlowNode flowNode) {
    return in.getOrDefault(flowNode, Map.of()).values();
  }

  /** The node and all its direct and indirect predecessors. */
  Set<FlowNode> withPredecessors(FlowNode flowNode) {
    Set<FlowNode> seen = new LinkedHashSet<>();
    Deque<FlowNode> open = new ArrayDeque<>(List.of(flowNode));
    while (!open.isEmpty()) {
      FlowNode next = open.remove();
      if (seen.add(next)) {
        to(next).forEach(graphLink -> open.add(graphLink.from()));
      }
    }
    return seen;
  }

  /** Sorts the nodes generation by generation, and within a generation in the given order. */
  List<FlowNode> sorted(List<FlowNode> nodes) {
    Map<FlowNode, Integer> position = new HashMap<>();
    Map<FlowNode, Integer> waiting = new HashMap<>();
    List<FlowNode> generation = new ArrayList<>();
    for (FlowNode flowNode : nodes) {
      position.put(flowNode, position.size());
      waiting.put(flowNode, to(flowNode).size());
      if (to(flowNode).isEmpty()) {
        generation.add(flowNode);
      }
    }
    List<FlowNode> order = new ArrayList<>(nodes.size());
    while (!generation.isEmpty()) {
      order.addAll(generation);
      generation = next(generation, waiting, position);
    }
    return order;
  }

  private List<FlowNode> next(
      List<FlowNode> generation, Map<FlowNode, Integer> waiting, Map<FlowNode, Integer> position) {
    List<FlowNode> next = new ArrayList<>();
    for (FlowNode flowNode : generation) {
      for (GraphLink graphLink : from(flowNode)) {
        Integer left = waiting.computeIfPresent(graphLink.to(), (to, count) -> count - 1);
        if (left != null && left == 0) {
          next.add(graphLink.to());
        }
      }
    }
    next.sort(java.util.Comparator.comparing(position::get));
    return next;
  }

  /**
   * Searches forwards from the first node and backwards from the second node in alternating steps.
   * The search ends when one side has no more nodes, so the smaller side limits the cost.
   */
  private boolean reaches(FlowNode from, FlowNode to) {
    if (!from.equals(to) && (from(from).isEmpty() || to(to).isEmpty())) {
      return false;
    }
    Search forward =
        new Search(from, flowNode -> from(flowNode).stream().map(GraphLink::to).toList());
    Search backward =
        new Search(to, flowNode -> to(flowNode).stream().map(GraphLink::from).toList());
    boolean more = true;
    while (more && !forward.seen.contains(to) && !backward.seen.contains(from)) {
      more = forward.step() && backward.step();
    }
    return forward.seen.contains(to) || backward.seen.contains(from);
  }

  private static final class Search {
    final Set<FlowNode> seen = new HashSet<>();
    private final Deque<FlowNode> open = new ArrayDeque<>();
    private final Function<FlowNode, List<FlowNode>> next;

    Search(FlowNode start, Function<FlowNode, List<FlowNode>> next) {
      this.next = next;
      seen.add(start);
      open.add(start);
    }

    /** Visits the next node. Returns false when no node is left to visit. */
    boolean step() {
      FlowNode flowNode = open.poll();
      if (flowNode == null) {
        return false;
      }
      next.apply(flowNode).stream().filter(seen::add).forEach(open::add);
      return true;
    }
  }

  private void put(GraphLink graphLink) {
    out.computeIfAbsent(graphLink.from(), flowNode -> new LinkedHashMap<>())
        .put(graphLink.to(), graphLink);
    in.computeIfAbsent(graphLink.to(), flowNode -> new LinkedHashMap<>())
        .put(graphLink.from(), graphLink);
  }

  private void restore(GraphLink graphLink, @Nullable GraphLink before) {
    if (before != null) {
      put(before);
      return;
    }
    out.getOrDefault(graphLink.from(), new LinkedHashMap<>()).remove(graphLink.to());
    in.getOrDefault(graphLink.to(), new LinkedHashMap<>()).remove(graphLink.from());
  }
}
