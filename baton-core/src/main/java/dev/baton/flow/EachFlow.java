// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A flow with one node per element of a list that is known only at run time. Its first declared
 * child is the task {@code <name>_each}, which reads the list and stores it. If results are
 * {@linkplain #gather gathered}, its last declared child is the gather task. The nodes run between
 * these tasks, in no order. Nodes outside the flow cannot see the values that the nodes provide,
 * except through gathering.
 */
public final class EachFlow extends Flow {

  private final Task<?> listTask;
  private final Function<JsonNode, List<FlowNode>> nodes;
  private @Nullable Gathering gathering;

  /**
   * The gathering of the results of the nodes.
   *
   * @param from the symbol that each node, or a task in it, provides
   * @param into the symbol whose value is the gathered list
   * @param task the task that provides the list
   */
  public record Gathering(Symbol<?> from, Symbol<?> into, Task<?> task) {}

  <E> EachFlow(String name, Symbol<List<E>> list, BiFunction<E, Integer, FlowNode> node) {
    super(name);
    this.listTask = Task.named(name + "_each").requires(list).execute(task -> task.get(list));
    this.nodes =
        json -> {
          List<E> values =
              Objects.requireNonNullElse(JsonValues.read(json, list.type()), List.of());
          List<FlowNode> made = new ArrayList<>(values.size());
          for (int i = 0; i < values.size(); i++) {
            made.add(node.apply(values.get(i), i));
          }
          return made;
        };
    addChildren(List.of(listTask));
  }

  /** Always throws, because the nodes are made from the list and cannot be added. */
  @Override
  public EachFlow add(FlowNode... more) {
    throw new InvalidFlowException(
        InvalidFlowException.Defect.INVALID_VALUE,
        "flow '" + name() + "' creates its nodes from a list; add others to a flow around it");
  }

  /**
   * Adds a task at the end, {@code <name>_gather}. It provides the list of the values that the
   * nodes provide, in the order of the elements. The list has null for a node that provided nothing
   * because it was ignored.
   *
   * @param from a symbol that each node, or a task in it, provides
   * @param into the symbol whose value is the list
   */
  public <T> EachFlow gather(Symbol<T> from, Symbol<List<T>> into) {
    if (gathering != null) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "flow '" + name() + "' already gathers '" + gathering.from().name() + "'");
    }
    Task<?> task =
        Task.named(name() + "_gather").provides(into).execute(context -> context.get(into));
    gathering = new Gathering(from, into, task);
    addChildren(List.of(task));
    return this;
  }

  @Override
  public EachFlow retry(Retry controller) {
    super.retry(controller);
    return this;
  }

  @Override
  public String pattern() {
    return "each_flow";
  }

  /** The task that reads the list. Its result determines the nodes. */
  public Task<?> listTask() {
    return listTask;
  }

  /** The gathering at the end; null if there is none. */
  public @Nullable Gathering gathering() {
    return gathering;
  }

  /**
   * Creates the nodes for a list.
   *
   * @param list the stored result of {@link #listTask()}
   * @throws InvalidFlowException if it is not a list of the declared type
   */
  public UnorderedFlow expand(JsonNode list) {
    try {
      return Flow.unordered(name() + "_elements").add(nodes.apply(list).toArray(new FlowNode[0]));
    } catch (InvalidInputException e) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.WRONG_TYPE,
          "flow '" + name() + "' cannot read its list: " + e.getMessage());
    }
  }

  @Override
  public Set<String> requires() {
    Set<String> open = new LinkedHashSet<>(listTask.requires());
    open.removeAll(retryProvides());
    open.addAll(retryRequires());
    return open;
  }
}
