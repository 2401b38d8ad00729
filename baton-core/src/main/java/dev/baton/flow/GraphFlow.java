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
 * Children in the order of links. When a node is added, it is linked from the one that provides
 * what it requires, and to those added before that wait for what it provides; further links are
 * made by hand.
 */
public final class GraphFlow extends Flow {

  private final Links links = new Links();
  private final Map<String, List<Node>> providers = new HashMap<>();
  private final Map<String, List<Node>> waiting = new HashMap<>();
  private boolean fromEarlier = true;
  private boolean toLater = true;
  private @Nullable Node target;
  private @Nullable List<Node> order;

  GraphFlow(String name) {
    super(name);
  }

  /**
   * Adds nodes and links them; all or none.
   *
   * @throws InvalidFlowException if several nodes provide what one requires, or links would close a
   *     circle
   */
  @Override
  public GraphFlow add(Node... nodes) {
    Deque<Runnable> undo = new ArrayDeque<>();
    List<Node> added = keep(Arrays.asList(nodes));
    undo.push(() -> drop(added));
    order = null;
    try {
      added.forEach(node -> connect(node, undo));
    } catch (InvalidFlowException e) {
      undo.forEach(Runnable::run);
      throw e;
    }
    return this;
  }

  @Override
  public GraphFlow retry(Retry controller) {
    if (!super.children().isEmpty()) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          this + " has nodes; give it the retry before them, since links depend on it");
    }
    super.retry(controller);
    return this;
  }

  /**
   * Whether nodes added from now on are linked by what they require and provide.
   *
   * @param required from the node there that provides what the new one requires
   * @param existing to the nodes there that wait for what the new one provides
   */
  public GraphFlow autoLink(boolean required, boolean existing) {
    fromEarlier = required;
    toLater = existing;
    return this;
  }

  /** Has one node run after another, whatever they provide. */
  public GraphFlow link(Node from, Node to) {
    return link(Link.byHand(from, to, null, Decider.Depth.ALL));
  }

  /** As {@link #link(Node, Node)}; what follows is ignored if the decider says so. */
  public GraphFlow link(Node from, Node to, Decider decider) {
    return link(from, to, decider, Decider.Depth.ALL);
  }

  /** As {@link #link(Node, Node)}; how much of what follows is ignored, the depth says. */
  public GraphFlow link(Node from, Node to, Decider decider, Decider.Depth depth) {
    return link(Link.byHand(from, to, decider, depth));
  }

  /** Leaves only this node and what it comes after; the rest might as well not be there. */
  public GraphFlow target(Node node) {
    checkHeld(node);
    target = node;
    order = null;
    return this;
  }

  /** The nodes in topological order: generation by generation, within one in the order added. */
  @Override
  public List<Node> children() {
    List<Node> known = order;
    if (known == null) {
      Node goal = target;
      List<Node> all = super.children();
      if (goal != null) {
        Set<Node> needed = links.upTo(goal);
        all = all.stream().filter(needed::contains).toList();
      }
      known = Collections.unmodifiableList(links.sorted(all));
      order = known;
    }
    return known;
  }

  /** The links that lead to a node, in the order made. */
  public Collection<Link> linksTo(Node node) {
    return Collections.unmodifiableCollection(links.to(node));
  }

  @Override
  public String pattern() {
    return "graph_flow";
  }

  @Override
  public Set<String> requires() {
    Set<String> open = new LinkedHashSet<>(retryRequires());
    for (Node node : children()) {
      Set<String> missing = new LinkedHashSet<>(node.requires());
      missing.removeAll(retryProvides());
      links.to(node).forEach(link -> missing.removeAll(link.from().provides()));
      if (!missing.isEmpty()) {
        links.upTo(node).stream()
            .filter(earlier -> !earlier.equals(node))
            .forEach(earlier -> missing.removeAll(earlier.provides()));
      }
      open.addAll(missing);
    }
    return open;
  }

  private GraphFlow link(Link link) {
    checkHeld(link.from());
    checkHeld(link.to());
    links.add(link);
    order = null;
    return this;
  }

  private void connect(Node node, Deque<Runnable> undo) {
    Set<String> required = new LinkedHashSet<>(node.requires());
    required.removeAll(retryProvides());
    required.forEach(symbol -> {
      if (fromEarlier && providers.containsKey(symbol)) {
        linkFromProvider(node, symbol, undo);
      } else {
        register(waiting, symbol, node, undo);
      }
    });
    node.provides()
        .forEach(symbol -> {
          register(providers, symbol, node, undo);
          if (toLater) {
            linkToWaiting(node, symbol, undo);
          }
        });
  }

  private void linkFromProvider(Node node, String symbol, Deque<Runnable> undo) {
    List<Node> candidates = providers.getOrDefault(symbol, List.of());
    if (candidates.size() > 1) {
      List<String> names = candidates.stream().map(Node::name).sorted().toList();
      throw new InvalidFlowException(
          InvalidFlowException.Defect.AMBIGUOUS_PROVIDER,
          "'"
              + node.name()
              + "' requires '"
              + symbol
              + "', which "
              + names
              + " all provide; rebind it, or let all but one provide another symbol",
          names);
    }
    undo.push(links.add(Link.forSymbol(candidates.getFirst(), node, symbol)));
  }

  /** The first node that provides a symbol serves all that wait for it. */
  private void linkToWaiting(Node node, String symbol, Deque<Runnable> undo) {
    List<Node> all = waiting.getOrDefault(symbol, List.of());
    for (Node waiter : List.copyOf(all)) {
      if (!waiter.equals(node)) {
        undo.push(links.add(Link.forSymbol(node, waiter, symbol)));
        all.remove(waiter);
        undo.push(() -> all.add(waiter));
      }
    }
  }

  private void checkHeld(Node node) {
    if (!holds(node)) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          this + " does not hold '" + node.name() + "'; add it first",
          List.of(node.name()));
    }
  }

  private static void register(
      Map<String, List<Node>> map, String symbol, Node node, Deque<Runnable> undo) {
    List<Node> nodes = map.computeIfAbsent(symbol, name -> new ArrayList<>());
    nodes.add(node);
    undo.push(() -> {
      nodes.remove(node);
      if (nodes.isEmpty()) {
        map.remove(symbol);
      }
    });
  }
}
