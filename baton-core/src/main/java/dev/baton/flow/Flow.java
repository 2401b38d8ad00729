// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and nested flows, with the order in which they run.
 *
 * <pre>{@code
 * Flow.linear("create_server").retry(Retry.times(3)).add(allocateIp, boot)
 * }</pre>
 *
 * <p>Only one thread may build a flow, and nobody may change it after it is given to a runner. Atom
 * names must be unique in the whole flow; flow names need not be unique.
 */
public abstract sealed class Flow implements FlowNode
    permits LinearFlow, UnorderedFlow, GraphFlow, EachFlow {

  private final String name;
  private final List<FlowNode> children = new ArrayList<>();
  private final Set<FlowNode> present = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Retry retry;

  Flow(String name) {
    FlowNames.check("flow", name);
    this.name = name;
  }

  /** Creates a flow whose nodes run one after the other, in the order in which they were added. */
  public static LinearFlow linear(String name) {
    return new LinearFlow(name);
  }

  /** Creates a flow whose nodes run in no order, in parallel if the runner allows it. */
  public static UnorderedFlow unordered(String name) {
    return new UnorderedFlow(name);
  }

  /**
   * Creates a flow whose nodes run in the order of links. Links are made automatically from the
   * symbols that nodes require and provide, or by hand.
   */
  public static GraphFlow graph(String name) {
    return new GraphFlow(name);
  }

  /**
   * Creates a flow with one node per element of a list. The list is known only when the run reaches
   * the flow. The nodes run in no order.
   *
   * @param list the symbol of the list; an earlier atom provides it
   * @param node makes the node for an element and its index, from 0; it must return an equal node,
   *     including atom names, whenever it is called for the same element
   */
  public static <E> EachFlow each(
      String name, Symbol<List<E>> list, BiFunction<E, Integer, FlowNode> node) {
    return new EachFlow(name, list, node);
  }

  /**
   * Adds nodes after the present nodes. Adding the same object again has no effect.
   *
   * @throws InvalidFlowException if the nodes cannot be added; then none of them is added
   */
  public Flow add(FlowNode... nodes) {
    addChildren(Arrays.asList(nodes));
    return this;
  }

  /**
   * Sets the retry controller of this flow. It replaces an earlier retry controller.
   *
   * @throws InvalidFlowException if the flow cannot have the retry controller
   */
  public Flow retry(Retry controller) {
    retry = controller.in(name);
    return this;
  }

  @Override
  public final String name() {
    return name;
  }

  /** The retry controller of this flow; null if it has none. */
  public final @Nullable Retry retry() {
    return retry;
  }

  /** The nodes in their declared order. */
  public List<FlowNode> children() {
    return Collections.unmodifiableList(children);
  }

  /** The name of the kind of flow in a printed hierarchy, such as {@code linear_flow}. */
  public abstract String pattern();

  @Override
  public Set<String> provides() {
    Set<String> names = new LinkedHashSet<>(retryProvides());
    children().forEach(child -> names.addAll(child.provides()));
    return names;
  }

  /** Adds the nodes that are not present yet, and returns the added nodes. */
  final List<FlowNode> addChildren(List<? extends FlowNode> nodes) {
    List<FlowNode> added = new ArrayList<>();
    for (FlowNode flowNode : nodes) {
      if (present.add(flowNode)) {
        children.add(flowNode);
        added.add(flowNode);
      }
    }
    return added;
  }

  /** Removes the last nodes again. */
  final void removeChildren(List<FlowNode> last) {
    children.subList(children.size() - last.size(), children.size()).clear();
    last.forEach(present::remove);
  }

  final boolean contains(FlowNode flowNode) {
    return present.contains(flowNode);
  }

  final Set<String> retryProvides() {
    return retry == null ? Set.of() : retry.provides();
  }

  /** The symbols that the retry controller itself requires. */
  final Set<String> retryRequires() {
    return retry == null ? Set.of() : retry.inputs().requires();
  }

  @Override
  public String toString() {
    return pattern() + " '" + name + "'";
  }
}
