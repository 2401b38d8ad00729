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

/**
 * One node per element of a list that is known only at run time. Its one declared child is a task,
 * {@code <name>_each}, which reads the list and stores it; the nodes follow that task, in no order.
 * What they provide is not seen outside.
 */
public final class EachFlow extends Flow {

  private final Task<?> elements;
  private final ListNodes nodes;

  private interface ListNodes {
    List<Node> of(JsonNode list);
  }

  <E> EachFlow(String name, Symbol<List<E>> list, BiFunction<E, Integer, Node> node) {
    super(name);
    this.elements = Task.named(name + "_each").requires(list).execute(task -> task.get(list));
    this.nodes =
        json -> {
          List<E> values = Objects.requireNonNullElse(Values.read(json, list.type()), List.of());
          List<Node> made = new ArrayList<>(values.size());
          for (int i = 0; i < values.size(); i++) {
            made.add(node.apply(values.get(i), i));
          }
          return made;
        };
    keep(List.of(elements));
  }

  /** Nodes are made from the list; none can be added. */
  @Override
  public EachFlow add(Node... more) {
    throw new InvalidFlowException(
        InvalidFlowException.Defect.INVALID_VALUE,
        "flow '" + name() + "' makes its nodes from a list; put it beside others in a linear flow");
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

  /** The task that reads the list; its result decides which nodes there are. */
  public Task<?> elements() {
    return elements;
  }

  /**
   * The nodes for a list.
   *
   * @param list the stored result of {@link #elements()}
   * @throws InvalidFlowException if it is no such list
   */
  public UnorderedFlow expand(JsonNode list) {
    try {
      return Flow.unordered(name() + "_elements").add(nodes.of(list).toArray(new Node[0]));
    } catch (InvalidInputException e) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.WRONG_TYPE,
          "flow '" + name() + "' cannot read its list: " + e.getMessage());
    }
  }

  @Override
  public Set<String> requires() {
    Set<String> open = new LinkedHashSet<>(elements.requires());
    open.removeAll(retryProvides());
    open.addAll(retryRequires());
    return open;
  }
}
