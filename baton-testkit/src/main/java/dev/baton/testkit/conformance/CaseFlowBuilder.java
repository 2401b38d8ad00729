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
final class CaseFlowBuilder {

  private final CaseAtomBuilder atoms;
  private final ScriptRunner scriptRunner;
  private final List<Deciding> deciding = new ArrayList<>();

  /** A link with a decider: the name of the node where it starts, and the node where it ends. */
  private record Deciding(String from, dev.baton.flow.FlowNode to) {}

  CaseFlowBuilder(ScriptRunner scriptRunner, InjectedValues injectedValues) {
    this.scriptRunner = scriptRunner;
    this.atoms = new CaseAtomBuilder(scriptRunner, injectedValues);
  }

  /**
   * Builds the flow.
   *
   * @throws ReferenceOnlyException if the case declares something that Baton's API cannot declare
   * @throws dev.baton.flow.InvalidFlowException if Baton refuses the flow
   */
  dev.baton.flow.FlowNode build(JsonNode json) {
    return node(CaseNode.of(json));
  }

  private dev.baton.flow.FlowNode node(CaseNode caseNode) {
    return switch (caseNode) {
      case CaseNode.CaseFlow flow -> flow(flow);
      case CaseNode.CaseAtom atom -> atoms.task(atom);
      case CaseNode.CaseFold fold -> atoms.fold(fold);
    };
  }

  private Flow flow(CaseNode.CaseFlow node) {
    Flow flow = empty(node);
    node.retry().ifPresent(retry -> flow.retry(atoms.retry(retry)));
    List<dev.baton.flow.FlowNode> inOrder = node.children().stream().map(this::node).toList();
    Map<String, dev.baton.flow.FlowNode> children = new HashMap<>();
    inOrder.forEach(child -> children.putIfAbsent(child.name(), child));
    if (node.addTogether()) {
      flow.add(inOrder.toArray(new dev.baton.flow.FlowNode[0]));
    } else {
      inOrder.forEach(flow::add);
    }
    node.addAgain().forEach(name -> flow.add(Objects.requireNonNull(children.get(name), name)));
    if (flow instanceof GraphFlow graph) {
      link(graph, node, children);
    }
    return flow;
  }

  private static Flow empty(CaseNode.CaseFlow node) {
    return switch (node.type()) {
      case "linear" -> Flow.linear(node.name());
      case "unordered" -> Flow.unordered(node.name());
      default -> Flow.graph(node.name()).autoLink(node.resolveRequires(), node.resolveExisting());
    };
  }

  private void link(
      GraphFlow graph, CaseNode.CaseFlow node, Map<String, dev.baton.flow.FlowNode> children) {
    node.links().stream()
        .filter(caseLink -> caseLink.decider().isPresent())
        .forEach(caseLink ->
            deciding.add(new Deciding(caseLink.from(), named(children, caseLink.to()))));
    for (CaseNode.CaseLink caseLink : node.links()) {
      link(graph, caseLink, named(children, caseLink.from()), named(children, caseLink.to()));
    }
    if (node.target() != null) {
      graph.target(named(children, node.target()));
    }
  }

  private void link(
      GraphFlow graph,
      CaseNode.CaseLink caseLink,
      dev.baton.flow.FlowNode from,
      dev.baton.flow.FlowNode to) {
    Decider.@Nullable Depth depth = caseLink.depth() == null ? null : depth(caseLink.depth());
    if (caseLink.decider().isEmpty()) {
      if (depth != null) {
        throw ReferenceOnlyException.invalidValue("a depth is given without a decider");
      }
      graph.link(from, to);
      return;
    }
    Decider decider =
        new ScriptedDecider(
            caseLink, caseLink.decider().get(), source -> isTold(source, to), scriptRunner);
    if (depth == null) {
      graph.link(from, to, decider);
    } else {
      graph.link(from, to, decider, depth);
    }
  }

  /**
   * Whether a link with a decider starts at the named node and ends at the given node, at a flow
   * that contains that node, or at a node inside it.
   */
  private boolean isTold(String from, dev.baton.flow.FlowNode to) {
    return deciding.stream()
        .anyMatch(link -> link.from.equals(from) && (holds(link.to, to) || holds(to, link.to)));
  }

  private static boolean holds(dev.baton.flow.FlowNode outer, dev.baton.flow.FlowNode inner) {
    return outer.equals(inner)
        || (outer instanceof Flow flow
            && flow.children().stream().anyMatch(child -> holds(child, inner)));
  }

  private static Decider.Depth depth(String name) {
    try {
      return Decider.Depth.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw ReferenceOnlyException.invalidValue("unknown depth '" + name + "'");
    }
  }

  /**
   * Returns the child with this name. If there is none, returns a task that is not in the flow, so
   * that Baton refuses the link.
   */
  private static dev.baton.flow.FlowNode named(
      Map<String, dev.baton.flow.FlowNode> children, String name) {
    dev.baton.flow.FlowNode child = children.get(name);
    return child == null ? Task.named(name) : child;
  }
}
