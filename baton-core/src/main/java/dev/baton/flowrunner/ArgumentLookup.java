// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.baton.error.NotFoundException;
import dev.baton.flow.AtomInputs;
import dev.baton.flow.AtomOutputs;
import dev.baton.flow.EachFlow;
import dev.baton.flow.JsonValues;
import dev.baton.flow.Symbol;
import dev.baton.flowrunner.plan.PlanGroup;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the values of the parameters of an atom. */
record ArgumentLookup(FlowProgress flowProgress) {

  /**
   * Finds the arguments of execute.
   *
   * @throws NotFoundException if a required parameter has no value
   */
  BodyArguments forExecute(PlanNode atom) {
    AtomInputs atomInputs = atom.atom().inputs();
    Collected collected = new Collected(atom);
    atomInputs.required().forEach(parameter -> collected.required(atomInputs, parameter));
    atomInputs.optional().forEach(parameter -> collected.optional(atomInputs, parameter));
    gather(atom, collected);
    return collected.bodyArguments();
  }

  private void gather(PlanNode atom, Collected collected) {
    PlanGroup planGroup = atom.group;
    EachFlow.Gathering gathering =
        planGroup != null && planGroup.flow instanceof EachFlow each ? each.gathering() : null;
    if (planGroup != null && gathering != null && gathering.task().equals(atom.atom)) {
      PlanGroup elements = Objects.requireNonNull(planGroup.children.get(1).group());
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (PlanGroup.Child element : elements.children) {
        list.add(lastIn(element, gathering.from().name()));
      }
      collected.add(gathering.into(), list);
    }
  }

  /**
   * Returns the value of the last atom in a node that provides the symbol; null if no atom provided
   * it.
   */
  private @Nullable JsonNode lastIn(PlanGroup.Child node, String symbol) {
    JsonNode last = null;
    for (int id = node.first().id; id <= node.last().id; id++) {
      PlanNode atom = flowProgress.plan().nodes().get(id);
      if (atom.atom != null
          && flowProgress.state(atom) == AtomState.SUCCESS
          && atom.atom.outputs().names().contains(symbol)) {
        last = provided(atom, symbol);
      }
    }
    return last;
  }

  /**
   * Finds the arguments of revert: its own parameters, and those parameters of execute whose values
   * still exist.
   *
   * @throws NotFoundException if a required parameter of revert itself has no value
   */
  BodyArguments forRevert(PlanNode atom) {
    AtomInputs own = atom.atom().revertInputs();
    AtomInputs atomInputs = atom.atom().inputs();
    Collected collected = new Collected(atom);
    own.required().forEach(parameter -> collected.required(own, parameter));
    own.optional().forEach(parameter -> collected.optional(own, parameter));
    atomInputs.parameters().forEach(parameter -> collected.optional(atomInputs, parameter));
    return collected.bodyArguments();
  }

  /**
   * Finds the arguments of execute for display. A parameter that has no value now is absent among
   * the values.
   */
  BodyArguments forDisplay(PlanNode atom) {
    AtomInputs atomInputs = atom.atom().inputs();
    Collected collected = new Collected(atom);
    atomInputs.parameters().forEach(parameter -> collected.optional(atomInputs, parameter));
    gather(atom, collected);
    return collected.bodyArguments();
  }

  /**
   * Returns all values of each symbol that has a value: first the value that was given to the flow
   * from outside, then the values of atoms.
   */
  Map<String, List<JsonNode>> allValues() {
    Map<String, List<JsonNode>> values = new LinkedHashMap<>();
    flowProgress
        .flow()
        .store()
        .forEach((symbol, value) -> values.put(symbol, new ArrayList<>(List.of(value))));
    for (PlanNode atom : flowProgress.plan().atomNodes()) {
      if (flowProgress.state(atom) == AtomState.SUCCESS) {
        for (String symbol : atom.atom().outputs().names()) {
          JsonNode value = provided(atom, symbol);
          if (value != null) {
            values.computeIfAbsent(symbol, name -> new ArrayList<>()).add(value);
          }
        }
      }
    }
    return values;
  }

  /** Returns the last result of a task, or the last provided value of a retry controller. */
  static JsonNode resultOf(AtomDetail atom) {
    JsonNode result =
        switch (atom.kind()) {
          case TASK -> atom.outcome().result();
          case RETRY -> atom.history().isEmpty() ? null : atom.history().getLast().provided();
        };
    return result == null ? NullNode.instance : result;
  }

  private @Nullable JsonNode provided(PlanNode atom, String symbol) {
    JsonNode result = resultOf(flowProgress.detail(atom));
    return switch (atom.atom().outputs()) {
      case AtomOutputs.Nothing nothing -> null;
      case AtomOutputs.Whole whole -> result;
      case AtomOutputs.Each each -> {
        int index = each.symbols().stream().map(Symbol::name).toList().indexOf(symbol);
        yield result.isArray() ? result.get(index) : null;
      }
      case AtomOutputs.Keys keys -> result.get(symbol);
    };
  }

  /**
   * Finds the value of a symbol for an atom.
   *
   * @throws NotFoundException if there is no value; the message states the reason
   */
  private JsonNode find(PlanNode atom, AtomInputs atomInputs, String symbol) {
    if (atomInputs.injected().containsKey(symbol)) {
      return JsonValues.write(atomInputs.injected().get(symbol));
    }
    JsonNode stored = flowProgress.flow().store().get(symbol);
    return stored != null ? stored : findProvided(atom, symbol);
  }

  private JsonNode findProvided(PlanNode atom, String symbol) {
    String problem = "no atom before it provides it";
    Iterator<PlanNode> candidates = flowProgress.plan().scope().visibleProviders(atom, symbol);
    while (candidates.hasNext()) {
      PlanNode provider = candidates.next();
      AtomState state = flowProgress.state(provider);
      if (state == AtomState.IGNORE) {
        problem = "'" + provider.name() + "', which provides it, was ignored";
        continue;
      }
      if (state != AtomState.SUCCESS) {
        throw missing(atom, symbol, "'" + provider.name() + "', which provides it, is " + state);
      }
      JsonNode value = provided(provider, symbol);
      if (value != null) {
        return value;
      }
      problem = "the result of '" + provider.name() + "' does not contain it";
    }
    throw missing(atom, symbol, problem);
  }

  private static NotFoundException missing(PlanNode atom, String symbol, String why) {
    return new NotFoundException(
        "atom '" + atom.name() + "' requires '" + symbol + "', but " + why);
  }

  private final class Collected {
    private final PlanNode atom;
    private final Set<String> declared = new LinkedHashSet<>();
    private final Map<String, JsonNode> values = new HashMap<>();

    Collected(PlanNode atom) {
      this.atom = atom;
    }

    void required(AtomInputs atomInputs, Symbol<?> parameter) {
      declared.add(parameter.name());
      values.put(parameter.name(), find(atom, atomInputs, atomInputs.symbolOf(parameter)));
    }

    void add(Symbol<?> parameter, JsonNode value) {
      declared.add(parameter.name());
      values.put(parameter.name(), value);
    }

    void optional(AtomInputs atomInputs, Symbol<?> parameter) {
      if (declared.add(parameter.name())) {
        try {
          values.put(parameter.name(), find(atom, atomInputs, atomInputs.symbolOf(parameter)));
        } catch (NotFoundException e) {
          // The definition allows that an optional parameter has no value.
          values.remove(parameter.name());
        }
      }
    }

    BodyArguments bodyArguments() {
      return new BodyArguments(atom.name(), declared, values);
    }
  }
}
