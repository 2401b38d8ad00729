// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.EachFlow;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.GraphLink;
import dev.baton.flow.LinearFlow;
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

/** Builds the parts of a chart from a flow definition. */
final class BuildChart {

  /**
   * The maximum nesting depth of flows in a chart; deeper flows are refused. Deeper pictures are
   * not readable, and the layout recurses once per level.
   */
  private static final int MAX_DEPTH = 100;

  private final Function<String, @Nullable JsonNode> lists;
  private final Deque<String> path = new ArrayDeque<>();
  private int keys;

  BuildChart(Function<String, @Nullable JsonNode> lists) {
    this.lists = lists;
  }

  ChartPart part(FlowNode flowNode) {
    return switch (flowNode) {
      case Task<?> task -> leaf(task);
      case Flow flow -> box(flow);
    };
  }

  private ChartPart.AtomBox leaf(Task<?> task) {
    return new ChartPart.AtomBox(
        key(), task.name(), AtomKind.TASK, task.body().hasRevert(), List.copyOf(path));
  }

  private ChartPart.AtomBox leaf(Retry retry) {
    return new ChartPart.AtomBox(key(), retry.name(), AtomKind.RETRY, false, List.copyOf(path));
  }

  private ChartPart.FlowBox box(Flow flow) {
    if (path.size() == MAX_DEPTH) {
      throw new InvalidInputException(
          "flow '"
              + flow.name()
              + "' is nested deeper than the "
              + MAX_DEPTH
              + " levels that can be shown; request the hierarchy, which shows any depth");
    }
    String key = key();
    path.addLast(flow.name());
    List<ChartPart> parts = new ArrayList<>();
    Retry retry = flow.retry();
    if (retry != null) {
      parts.add(leaf(retry));
    }
    IdentityHashMap<FlowNode, ChartPart> children = new IdentityHashMap<>();
    List<ChartPart> ordered = children(flow, children);
    List<ChartPart.Arrow> arrows = new ArrayList<>(arrows(flow, ordered, children));
    if (retry != null) {
      arrows.addAll(0, fromRetry(parts.getFirst(), ordered, arrows));
    }
    parts.addAll(ordered);
    path.removeLast();
    return new ChartPart.FlowBox(key, flow.name(), flow.pattern(), parts, arrows);
  }

  private List<ChartPart> children(Flow flow, IdentityHashMap<FlowNode, ChartPart> byNode) {
    List<ChartPart> ordered = new ArrayList<>();
    for (FlowNode child : flow.children()) {
      ChartPart chartPart = part(child);
      byNode.put(child, chartPart);
      ordered.add(chartPart);
    }
    if (flow instanceof EachFlow each) {
      JsonNode list = lists.apply(each.listTask().name());
      if (list != null) {
        ordered.add(part(each.expand(list)));
      }
    }
    return ordered;
  }

  private static List<ChartPart.Arrow> arrows(
      Flow flow, List<ChartPart> ordered, IdentityHashMap<FlowNode, ChartPart> children) {
    return switch (flow) {
      case LinearFlow linear -> oneAfterTheOther(ordered);
      case EachFlow each -> oneAfterTheOther(ordered);
      case UnorderedFlow unordered -> List.of();
      case GraphFlow graph -> linked(graph, children);
    };
  }

  private static List<ChartPart.Arrow> oneAfterTheOther(List<ChartPart> parts) {
    List<ChartPart.Arrow> arrows = new ArrayList<>();
    for (int i = 1; i < parts.size(); i++) {
      arrows.add(arrow(parts.get(i - 1), parts.get(i)));
    }
    return arrows;
  }

  private static List<ChartPart.Arrow> linked(
      GraphFlow graph, IdentityHashMap<FlowNode, ChartPart> children) {
    List<ChartPart.Arrow> arrows = new ArrayList<>();
    for (FlowNode child : graph.children()) {
      for (GraphLink graphLink : graph.linksTo(child)) {
        ChartPart from = children.get(graphLink.from());
        ChartPart to = children.get(child);
        if (from != null && to != null) {
          arrows.add(
              new ChartPart.Arrow(
                  from.key(), to.key(), graphLink.decider() != null, graphLink.reasons()));
        }
      }
    }
    return arrows;
  }

  /**
   * Returns arrows from the retry controller of a flow to all parts of the flow that have no other
   * arrow to them.
   */
  private static List<ChartPart.Arrow> fromRetry(
      ChartPart retry, List<ChartPart> parts, List<ChartPart.Arrow> arrows) {
    Set<String> reached = new HashSet<>();
    arrows.forEach(arrow -> reached.add(arrow.to()));
    return parts.stream()
        .filter(chartPart -> !reached.contains(chartPart.key()))
        .map(chartPart -> arrow(retry, chartPart))
        .toList();
  }

  private static ChartPart.Arrow arrow(ChartPart from, ChartPart to) {
    return new ChartPart.Arrow(from.key(), to.key(), false, Set.of());
  }

  private String key() {
    return "n" + keys++;
  }
}
