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

/** The links of one graph, never a circle. */
final class Links {

  private final Map<Node, Map<Node, Link>> out = new HashMap<>();
  private final Map<Node, Map<Node, Link>> in = new HashMap<>();

  /**
   * Adds a link or merges it into the one that is there.
   *
   * @return how to undo it
   * @throws InvalidFlowException if it closes a circle
   */
  Runnable add(Link link) {
    Link before = out.getOrDefault(link.from(), Map.of()).get(link.to());
    if (before == null && reaches(link.to(), link.from())) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.CYCLE,
          "'"
              + link.to().name()
              + "' cannot come after '"
              + link.from().name()
              + "', which already comes after it or is it; remove one of the links",
          List.of(link.from().name(), link.to().name()).stream().sorted().distinct().toList());
    }
    put(before == null ? link : before.and(link));
    return () -> undo(link, before);
  }

  /** The links that lead out of a node, in the order made. */
  Collection<Link> from(Node node) {
    return out.getOrDefault(node, Map.of()).values();
  }

  /** The links that lead to a node, in the order made. */
  Collection<Link> to(Node node) {
    return in.getOrDefault(node, Map.of()).values();
  }

  /** The node and everything that it comes after. */
  Set<Node> upTo(Node node) {
    Set<Node> seen = new LinkedHashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(node));
    while (!open.isEmpty()) {
      Node next = open.remove();
      if (seen.add(next)) {
        to(next).forEach(link -> open.add(link.from()));
      }
    }
    return seen;
  }

  /** The nodes, generation by generation; within one in the order given. */
  List<Node> sorted(List<Node> nodes) {
    Map<Node, Integer> position = new HashMap<>();
    Map<Node, Integer> waiting = new HashMap<>();
    List<Node> generation = new ArrayList<>();
    for (Node node : nodes) {
      position.put(node, position.size());
      waiting.put(node, to(node).size());
      if (to(node).isEmpty()) {
        generation.add(node);
      }
    }
    List<Node> order = new ArrayList<>(nodes.size());
    while (!generation.isEmpty()) {
      order.addAll(generation);
      generation = next(generation, waiting, position);
    }
    return order;
  }

  private List<Node> next(
      List<Node> generation, Map<Node, Integer> waiting, Map<Node, Integer> position) {
    List<Node> next = new ArrayList<>();
    for (Node node : generation) {
      for (Link link : from(node)) {
        Integer left = waiting.computeIfPresent(link.to(), (to, count) -> count - 1);
        if (left != null && left == 0) {
          next.add(link.to());
        }
      }
    }
    next.sort(java.util.Comparator.comparing(position::get));
    return next;
  }

  /** Searches from both ends in turn, so that the smaller side decides how long it takes. */
  private boolean reaches(Node from, Node to) {
    if (!from.equals(to) && (from(from).isEmpty() || to(to).isEmpty())) {
      return false;
    }
    Search forward = new Search(from, node -> from(node).stream().map(Link::to).toList());
    Search backward = new Search(to, node -> to(node).stream().map(Link::from).toList());
    while (true) {
      if (forward.seen.contains(to) || backward.seen.contains(from)) {
        return true;
      }
      if (!forward.step() || !backward.step()) {
        return forward.seen.contains(to) || backward.seen.contains(from);
      }
    }
  }

  private static final class Search {
    final Set<Node> seen = new HashSet<>();
    private final Deque<Node> open = new ArrayDeque<>();
    private final Function<Node, List<Node>> next;

    Search(Node start, Function<Node, List<Node>> next) {
      this.next = next;
      seen.add(start);
      open.add(start);
    }

    /** False when there is nothing left to look at. */
    boolean step() {
      Node node = open.poll();
      if (node == null) {
        return false;
      }
      next.apply(node).stream().filter(seen::add).forEach(open::add);
      return true;
    }
  }

  private void put(Link link) {
    out.computeIfAbsent(link.from(), node -> new LinkedHashMap<>()).put(link.to(), link);
    in.computeIfAbsent(link.to(), node -> new LinkedHashMap<>()).put(link.from(), link);
  }

  private void undo(Link link, @Nullable Link before) {
    if (before != null) {
      put(before);
      return;
    }
    out.getOrDefault(link.from(), new LinkedHashMap<>()).remove(link.to());
    in.getOrDefault(link.to(), new LinkedHashMap<>()).remove(link.from());
  }
}
