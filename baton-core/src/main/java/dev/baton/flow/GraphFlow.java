// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A flow whose nodes run in the order of links. When a node is added, it is linked automatically:
 * after the nodes that provide the symbols that it requires, and before the earlier nodes that
 * require a symbol that it is the first to provide. Further links are made by hand.
 */
public final class GraphFlow extends Flow {

  private final GraphLinks graphLinks = new GraphLinks();
  private final Map<String, List<FlowNode>> providers = new HashMap<>();
  private final Map<String, List<FlowNode>> waiting = new HashMap<>();
  private boolean fromEarlier = true;
  private boolean toLater = true;
  private @Nullable FlowNode target;
  private @Nullable List<FlowNode> order;

  GraphFlow(String name) {
    super(name);
  }

  /**
   * Adds nodes and links them. Adds either all nodes or none.
   *
   * @throws InvalidFlowException if several nodes provide a required symbol, or links would close a
   *     cycle
   */
  @Override
  public GraphFlow add(FlowNode... nodes) {
    Deque<Runnable> restore = new ArrayDeque<>();
    List<FlowNode> added = addChildren(Arrays.asList(nodes));
    restore.push(() -> removeChildren(added));
    order = null;
    try {
      added.forEach(flowNode -> connect(flowNode, restore));
    } catch (InvalidFlowException e) {
      restore.forEach(Runnable::run);
      throw e;
    }
    return this;
  }

  @Override
  public GraphFlow retry(Retry controller) {
    if (!super.children().isEmpty()) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          this + " has nodes already; set its retry before its nodes, because links depend on it");
    }
    super.retry(controller);
    return this;
  }

  /**
   * Sets how nodes that are added from now on are linked by the symbols that they require and
   * provide.
   *
   * @param required whether to link each new node after the existing nodes that provide the symbols
   *     it requires
   * @param existing whether to link each new node before the existing nodes that wait for the
   *     symbols it provides
   */
  public GraphFlow autoLink(boolean required, boolean existing) {
    fromEarlier = required;
    toLater = existing;
    return this;
  }

  /** Makes one node run after another, independently of symbols. */
  public GraphFlow link(FlowNode from, FlowNode to) {
    return link(GraphLink.byHand(from, to, null, Decider.Depth.ALL));
  }

  /**
   * Links as {@link #link(FlowNode, FlowNode)} does. If the decider votes "no", the node and all
   * nodes after it are ignored.
   */
  public GraphFlow link(FlowNode from, FlowNode to, Decider decider) {
    return link(from, to, decider, Decider.Depth.ALL);
  }

  /**
   * Links as {@link #link(FlowNode, FlowNode)} does. If the decider votes "no", the depth defines
   * which atoms are ignored.
   */
  public GraphFlow link(FlowNode from, FlowNode to, Decider decider, Decider.Depth depth) {
    return link(GraphLink.byHand(from, to, decider, depth));
  }

  /**
   * Restricts the flow to the given node and its predecessors. All other nodes are treated as
   * absent.
   */
  public GraphFlow target(FlowNode flowNode) {
    checkHeld(flowNode);
    target = flowNode;
    order = null;
    return this;
  }

  /**
   * The nodes in topological order: generation by generation, and within a generation in the order
   * in which they were added.
   */
  @Override
  public List<FlowNode> children() {
    List<FlowNode> known = order;
    if (known == null) {
      FlowNode goal = target;
      List<FlowNode> all = super.children();
      if (goal != null) {
        Set<FlowNode> needed = graphLinks.withPredecessors(goal);
        all = all.stream().filter(needed::contains).toList();
      }
      known = Collections.unmodifiableList(graphLinks.sorted(all));
      order = known;
    }
    return known;
  }

  /** The links that lead to a node, in the order in which they were made. */
  public Collection<GraphLink> linksTo(FlowNode flowNode) {
    return Collections.unmodifiableCollection(graphLinks.to(flowNode));
  }

  @Override
  public String pattern() {
    return "graph_flow";
  }

  @Override
  public Set<String> requires() {
    Set<String> open = new LinkedHashSet<>(retryRequires());
    for (FlowNode flowNode : children()) {
      Set<String> missing = new LinkedHashSet<>(flowNode.requires());
      missing.removeAll(retryProvides());
      graphLinks.to(flowNode).forEach(graphLink -> missing.removeAll(graphLink.from().provides()));
      if (!missing.isEmpty()) {
        graphLinks.withPredecessors(flowNode).stream()
            .filter(earlier -> !earlier.equals(flowNode))
            .forEach(earlier -> missing.removeAll(earlier.provides()));
      }
      open.addAll(missing);
    }
    return open;
  }

  /** Whether links lead from one node to another, directly or through other nodes. */
  public boolean precedes(FlowNode earlier, FlowNode later) {
    // Nearly all cases are direct links, which need no search.
    return graphLinks.to(later).stream().anyMatch(graphLink -> graphLink.from().equals(earlier))
        || graphLinks.withPredecessors(later).contains(earlier);
  }

  private GraphFlow link(GraphLink graphLink) {
    checkHeld(graphLink.from());
    checkHeld(graphLink.to());
    graphLinks.add(graphLink);
    order = null;
    return this;
  }

  private void connect(FlowNode flowNode, Deque<Runnable> restore) {
    Set<String> required = new LinkedHashSet<>(flowNode.requires());
    required.removeAll(retryProvides());
    required.forEach(symbol -> {
      if (fromEarlier && providers.containsKey(symbol)) {
        linkFromProvider(flowNode, symbol, restore);
      } else {
        register(waiting, symbol, flowNode, restore);
      }
    });
    flowNode
        .provides()
        .forEach(symbol -> {
          register(providers, symbol, flowNode, restore);
          if (toLater) {
            linkToWaiting(flowNode, symbol, restore);
          }
        });
  }

  private void linkFromProvider(FlowNode flowNode, String symbol, Deque<Runnable> restore) {
    List<FlowNode> candidates = providers.getOrDefault(symbol, List.of());
    if (candidates.size() > 1) {
      List<String> names = candidates.stream().map(FlowNode::name).sorted().toList();
      throw new InvalidFlowException(
          InvalidFlowException.Defect.AMBIGUOUS_PROVIDER,
          "'"
              + flowNode.name()
              + "' requires '"
              + symbol
              + "', which "
              + names
              + " all provide; rebind it, or let all but one provide another symbol",
          names);
    }
    restore.push(graphLinks.add(GraphLink.forSymbol(candidates.getFirst(), flowNode, symbol)));
  }

  /**
   * Links a node, which is the first to provide the symbol, to all nodes that wait for the symbol.
   */
  private void linkToWaiting(FlowNode flowNode, String symbol, Deque<Runnable> restore) {
    List<FlowNode> all = waiting.getOrDefault(symbol, List.of());
    for (FlowNode waiter : List.copyOf(all)) {
      if (!waiter.equals(flowNode)) {
        restore.push(graphLinks.add(GraphLink.forSymbol(flowNode, waiter, symbol)));
        all.remove(waiter);
        restore.push(() -> all.add(waiter));
      }
    }
  }

  private void checkHeld(FlowNode flowNode) {
    if (!contains(flowNode)) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          this + " does not contain '" + flowNode.name() + "'; add it first",
          List.of(flowNode.name()));
    }
  }

  private static void register(
      Map<String, List<FlowNode>> map, String symbol, FlowNode flowNode, Deque<Runnable> restore) {
    List<FlowNode> nodes = map.computeIfAbsent(symbol, name -> new ArrayList<>());
    nodes.add(flowNode);
    restore.push(() -> {
      nodes.remove(flowNode);
      if (nodes.isEmpty()) {
        map.remove(symbol);
      }
    });
  }
}
