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
 * Tasks and flows, and the order in which they run.
 *
 * <pre>{@code
 * Flow.linear("create_server").retry(Retry.times(3)).add(allocateIp, boot)
 * }</pre>
 *
 * <p>Filled by one thread and not changed any more once it is given to a runner. Atom names must be
 * unique in the whole flow, flow names need not be.
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

  /** One after the other, in the order added. */
  public static LinearFlow linear(String name) {
    return new LinearFlow(name);
  }

  /** In no order: all at once where the runner may. */
  public static UnorderedFlow unordered(String name) {
    return new UnorderedFlow(name);
  }

  /** In the order of links, which follow from what the nodes require and provide, or are made. */
  public static GraphFlow graph(String name) {
    return new GraphFlow(name);
  }

  /**
   * Once per element of a list that is known only when the flow gets there, in no order.
   *
   * @param list provided before
   * @param node makes the node of an element, given with its index from 0; must make an equal one,
   *     atom names included, whenever it is asked for the same element
   */
  public static <E> EachFlow each(
      String name, Symbol<List<E>> list, BiFunction<E, Integer, FlowNode> node) {
    return new EachFlow(name, list, node);
  }

  /**
   * Adds nodes after those that are there. Adding an object again does nothing.
   *
   * @throws InvalidFlowException if they cannot be there; then none was added
   */
  public Flow add(FlowNode... nodes) {
    addChildren(Arrays.asList(nodes));
    return this;
  }

  /**
   * Puts the flow under a retry, in place of the one that it had.
   *
   * @throws InvalidFlowException if the flow cannot have it
   */
  public Flow retry(Retry controller) {
    retry = controller.in(name);
    return this;
  }

  @Override
  public final String name() {
    return name;
  }

  public final @Nullable Retry retry() {
    return retry;
  }

  /** The nodes in the order in which the flow declares them. */
  public List<FlowNode> children() {
    return Collections.unmodifiableList(children);
  }

  /** What the hierarchy calls it, such as {@code linear_flow}. */
  public abstract String pattern();

  @Override
  public Set<String> provides() {
    Set<String> names = new LinkedHashSet<>(retryProvides());
    children().forEach(child -> names.addAll(child.provides()));
    return names;
  }

  /** Adds what is not there yet, and answers it. */
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

  /** Takes the last nodes away again. */
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

  /** What the retry itself needs. */
  final Set<String> retryRequires() {
    return retry == null ? Set.of() : retry.inputs().requires();
  }

  @Override
  public String toString() {
    return pattern() + " '" + name + "'";
  }
}
