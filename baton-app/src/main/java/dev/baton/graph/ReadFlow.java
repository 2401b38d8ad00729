// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.EachFlow;
import dev.baton.flow.Flow;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.LinearFlow;
import dev.baton.flow.Link;
import dev.baton.flow.Node;
import dev.baton.flow.Retry;
import dev.baton.flow.Task;
import dev.baton.flow.UnorderedFlow;
import dev.baton.logbook.AtomKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the parts of a chart from a definition. */
final class ReadFlow {

  /** Nobody reads deeper pictures, and the layout calls itself once per level. */
  private static final int MAX_DEPTH = 100;

  private final Function<String, @Nullable JsonNode> lists;
  private final Deque<String> path = new ArrayDeque<>();
  private int keys;

  ReadFlow(Function<String, @Nullable JsonNode> lists) {
    this.lists = lists;
  }

  Part part(Node node) {
    return switch (node) {
      case Task<?> task -> leaf(task);
      case Flow flow -> box(flow);
    };
  }

  private Part.Leaf leaf(Task<?> task) {
    return new Part.Leaf(
        key(), task.name(), AtomKind.TASK, task.body().hasRevert(), List.copyOf(path));
  }

  private Part.Leaf leaf(Retry retry) {
    return new Part.Leaf(key(), retry.name(), AtomKind.RETRY, false, List.copyOf(path));
  }

  private Part.Box box(Flow flow) {
    if (path.size() == MAX_DEPTH) {
      throw new InvalidInputException(
          "flow '"
              + flow.name()
              + "' is nested deeper than the "
              + MAX_DEPTH
              + " levels that can be shown; the hierarchy shows any");
    }
    String key = key();
    path.addLast(flow.name());
    List<Part> parts = new ArrayList<>();
    Retry retry = flow.retry();
    if (retry != null) {
      parts.add(leaf(retry));
    }
    IdentityHashMap<Node, Part> children = new IdentityHashMap<>();
    List<Part> ordered = children(flow, children);
    List<Part.Arrow> arrows = new ArrayList<>(arrows(flow, ordered, children));
    if (retry != null) {
      arrows.addAll(0, fromRetry(parts.getFirst(), ordered, arrows));
    }
    parts.addAll(ordered);
    path.removeLast();
    return new Part.Box(key, flow.name(), flow.pattern(), parts, arrows);
  }

  private List<Part> children(Flow flow, IdentityHashMap<Node, Part> byNode) {
    List<Part> ordered = new ArrayList<>();
    for (Node child : flow.children()) {
      Part part = part(child);
      byNode.put(child, part);
      ordered.add(part);
    }
    if (flow instanceof EachFlow each) {
      JsonNode list = lists.apply(each.elements().name());
      if (list != null) {
        ordered.add(part(each.expand(list)));
      }
    }
    return ordered;
  }

  private static List<Part.Arrow> arrows(
      Flow flow, List<Part> ordered, IdentityHashMap<Node, Part> children) {
    return switch (flow) {
      case LinearFlow linear -> oneAfterTheOther(ordered);
      case EachFlow each -> oneAfterTheOther(ordered);
      case UnorderedFlow unordered -> List.of();
      case GraphFlow graph -> linked(graph, children);
    };
  }

  private static List<Part.Arrow> oneAfterTheOther(List<Part> parts) {
    List<Part.Arrow> arrows = new ArrayList<>();
    for (int i = 1; i < parts.size(); i++) {
      arrows.add(arrow(parts.get(i - 1), parts.get(i)));
    }
    return arrows;
  }

  private static List<Part.Arrow> linked(GraphFlow graph, IdentityHashMap<Node, Part> children) {
    List<Part.Arrow> arrows = new ArrayList<>();
    for (Node child : graph.children()) {
      for (Link link : graph.linksTo(child)) {
        Part from = children.get(link.from());
        Part to = children.get(child);
        if (from != null && to != null) {
          arrows.add(new Part.Arrow(from.key(), to.key(), link.decider() != null, link.reasons()));
        }
      }
    }
    return arrows;
  }

  /** The retry leads to what nothing else leads to. */
  private static List<Part.Arrow> fromRetry(Part retry, List<Part> parts, List<Part.Arrow> arrows) {
    Set<String> reached = new HashSet<>();
    arrows.forEach(arrow -> reached.add(arrow.to()));
    return parts.stream()
        .filter(part -> !reached.contains(part.key()))
        .map(part -> arrow(retry, part))
        .toList();
  }

  private static Part.Arrow arrow(Part from, Part to) {
    return new Part.Arrow(from.key(), to.key(), false, Set.of());
  }

  private String key() {
    return "n" + keys++;
  }
}
