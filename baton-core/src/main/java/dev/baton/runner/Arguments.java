// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.baton.error.NotFoundException;
import dev.baton.flow.EachFlow;
import dev.baton.flow.Inputs;
import dev.baton.flow.Outputs;
import dev.baton.flow.Symbol;
import dev.baton.flow.Values;
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

/** Finds the values of an atom's parameters. */
final class Arguments {

  private final Ledger ledger;

  Arguments(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * What execute is given.
   *
   * @throws NotFoundException if something required is not there
   */
  Given forExecute(PlanNode atom) {
    Inputs inputs = atom.atom().inputs();
    Collected collected = new Collected(atom);
    inputs.required().forEach(parameter -> collected.required(inputs, parameter));
    inputs.optional().forEach(parameter -> collected.optional(inputs, parameter));
    gather(atom, collected);
    return collected.given();
  }

  private void gather(PlanNode atom, Collected collected) {
    Group group = atom.group;
    EachFlow.Gathering gathering =
        group != null && group.flow instanceof EachFlow each ? each.gathering() : null;
    if (group != null && gathering != null && gathering.task().equals(atom.atom)) {
      Group elements = Objects.requireNonNull(group.children.get(1).group());
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (Group.Child element : elements.children) {
        list.add(lastIn(element, gathering.from().name()));
      }
      collected.add(gathering.into(), list);
    }
  }

  /** What the last atom of a node that provides a symbol provided; null if none did. */
  private @Nullable JsonNode lastIn(Group.Child node, String symbol) {
    JsonNode last = null;
    for (int id = node.first().id; id <= node.last().id; id++) {
      PlanNode atom = ledger.plan().nodes().get(id);
      if (atom.atom != null
          && ledger.state(atom) == AtomState.SUCCESS
          && atom.atom.outputs().names().contains(symbol)) {
        last = provided(atom, symbol);
      }
    }
    return last;
  }

  /**
   * What revert is given: its own parameters, and of those of execute what is still there.
   *
   * @throws NotFoundException if something that revert itself requires is not there
   */
  Given forRevert(PlanNode atom) {
    Inputs own = atom.atom().revertInputs();
    Inputs inputs = atom.atom().inputs();
    Collected collected = new Collected(atom);
    own.required().forEach(parameter -> collected.required(own, parameter));
    own.optional().forEach(parameter -> collected.optional(own, parameter));
    inputs.parameters().forEach(parameter -> collected.optional(inputs, parameter));
    return collected.given();
  }

  /** All values of each symbol that has any: the one given from outside, then those of atoms. */
  Map<String, List<JsonNode>> all() {
    Map<String, List<JsonNode>> values = new LinkedHashMap<>();
    ledger
        .flow()
        .store()
        .forEach((symbol, value) -> values.put(symbol, new ArrayList<>(List.of(value))));
    for (PlanNode atom : ledger.plan().planAtoms()) {
      if (ledger.state(atom) == AtomState.SUCCESS) {
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

  /** What an atom of a retry, or a task, returned last. */
  static JsonNode resultOf(AtomDetail atom) {
    JsonNode result =
        switch (atom.kind()) {
          case TASK -> atom.outcome().result();
          case RETRY -> atom.history().isEmpty() ? null : atom.history().getLast().provided();
        };
    return result == null ? NullNode.instance : result;
  }

  private @Nullable JsonNode provided(PlanNode atom, String symbol) {
    JsonNode result = resultOf(ledger.detail(atom));
    return switch (atom.atom().outputs()) {
      case Outputs.Nothing nothing -> null;
      case Outputs.Whole whole -> result;
      case Outputs.Each each -> {
        int index = each.symbols().stream().map(Symbol::name).toList().indexOf(symbol);
        yield result.isArray() ? result.get(index) : null;
      }
      case Outputs.Keys keys -> result.get(symbol);
    };
  }

  /**
   * The value of a symbol for an atom.
   *
   * @throws NotFoundException if there is none, saying why
   */
  private JsonNode find(PlanNode atom, Inputs inputs, String symbol) {
    if (inputs.injected().containsKey(symbol)) {
      return Values.write(inputs.injected().get(symbol));
    }
    JsonNode stored = ledger.flow().store().get(symbol);
    return stored != null ? stored : findProvided(atom, symbol);
  }

  private JsonNode findProvided(PlanNode atom, String symbol) {
    String problem = "nothing before it provides it";
    Iterator<PlanNode> candidates = ledger.plan().scope().candidates(atom, symbol);
    while (candidates.hasNext()) {
      PlanNode provider = candidates.next();
      AtomState state = ledger.state(provider);
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
      problem = "the result of '" + provider.name() + "' does not hold it";
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

    void required(Inputs inputs, Symbol<?> parameter) {
      declared.add(parameter.name());
      values.put(parameter.name(), find(atom, inputs, inputs.symbolOf(parameter)));
    }

    void add(Symbol<?> parameter, JsonNode value) {
      declared.add(parameter.name());
      values.put(parameter.name(), value);
    }

    void optional(Inputs inputs, Symbol<?> parameter) {
      if (declared.add(parameter.name())) {
        try {
          values.put(parameter.name(), find(atom, inputs, inputs.symbolOf(parameter)));
        } catch (NotFoundException e) {
          // Left out, as its definition allows.
          values.remove(parameter.name());
        }
      }
    }

    Given given() {
      return new Given(atom.name(), declared, values);
    }
  }
}
