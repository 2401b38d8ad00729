// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Decider;
import dev.baton.flow.Flow;
import dev.baton.flow.GraphFlow;
import dev.baton.flow.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the flow of a case with Baton's API. */
final class FlowBuilder {

  private final AtomBuilder atoms;
  private final Stage stage;
  private final List<Deciding> deciding = new ArrayList<>();

  /** The name of what a deciding link comes from, and what it leads to. */
  private record Deciding(String from, dev.baton.flow.Node to) {}

  FlowBuilder(Stage stage, Injections injections) {
    this.stage = stage;
    this.atoms = new AtomBuilder(stage, injections);
  }

  /**
   * The flow.
   *
   * @throws CaseError if the case declares what Baton's API has no way to declare
   * @throws dev.baton.flow.InvalidFlowException if Baton refuses it
   */
  dev.baton.flow.Node build(JsonNode json) {
    return node(Node.of(json));
  }

  private dev.baton.flow.Node node(Node node) {
    return switch (node) {
      case Node.FlowNode flow -> flow(flow);
      case Node.AtomNode atom -> atoms.task(atom);
      case Node.FoldNode fold -> atoms.fold(fold);
    };
  }

  private Flow flow(Node.FlowNode node) {
    Flow flow = empty(node);
    node.retry().ifPresent(retry -> flow.retry(atoms.retry(retry)));
    List<dev.baton.flow.Node> inOrder = node.children().stream().map(this::node).toList();
    Map<String, dev.baton.flow.Node> children = new HashMap<>();
    inOrder.forEach(child -> children.putIfAbsent(child.name(), child));
    if (node.addTogether()) {
      flow.add(inOrder.toArray(new dev.baton.flow.Node[0]));
    } else {
      inOrder.forEach(flow::add);
    }
    node.addAgain().forEach(name -> flow.add(Objects.requireNonNull(children.get(name), name)));
    if (flow instanceof GraphFlow graph) {
      link(graph, node, children);
    }
    return flow;
  }

  private static Flow empty(Node.FlowNode node) {
    return switch (node.type()) {
      case "linear" -> Flow.linear(node.name());
      case "unordered" -> Flow.unordered(node.name());
      default -> Flow.graph(node.name()).autoLink(node.resolveRequires(), node.resolveExisting());
    };
  }

  private void link(
      GraphFlow graph, Node.FlowNode node, Map<String, dev.baton.flow.Node> children) {
    node.links().stream()
        .filter(link -> link.decider().isPresent())
        .forEach(link -> deciding.add(new Deciding(link.from(), named(children, link.to()))));
    for (Node.Link link : node.links()) {
      link(graph, link, named(children, link.from()), named(children, link.to()));
    }
    if (node.target() != null) {
      graph.target(named(children, node.target()));
    }
  }

  private void link(
      GraphFlow graph, Node.Link link, dev.baton.flow.Node from, dev.baton.flow.Node to) {
    Decider.@Nullable Depth depth = link.depth() == null ? null : depth(link.depth());
    if (link.decider().isEmpty()) {
      if (depth != null) {
        throw CaseError.invalidValue("a depth is given without a decider");
      }
      graph.link(from, to);
      return;
    }
    Decider decider =
        new ScriptedDecider(link, link.decider().get(), source -> isTold(source, to), stage);
    if (depth == null) {
      graph.link(from, to, decider);
    } else {
      graph.link(from, to, decider, depth);
    }
  }

  /** Whether a deciding link comes from there, to this node, what it is in or what is in it. */
  private boolean isTold(String from, dev.baton.flow.Node to) {
    return deciding.stream()
        .anyMatch(link -> link.from.equals(from) && (holds(link.to, to) || holds(to, link.to)));
  }

  private static boolean holds(dev.baton.flow.Node outer, dev.baton.flow.Node inner) {
    return outer.equals(inner)
        || (outer instanceof Flow flow
            && flow.children().stream().anyMatch(child -> holds(child, inner)));
  }

  private static Decider.Depth depth(String name) {
    try {
      return Decider.Depth.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw CaseError.invalidValue("unknown depth '" + name + "'");
    }
  }

  /** A name that is none of a child means a node that is not in the flow. */
  private static dev.baton.flow.Node named(Map<String, dev.baton.flow.Node> children, String name) {
    dev.baton.flow.Node child = children.get(name);
    return child == null ? Task.named(name) : child;
  }
}
