// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import com.fasterxml.jackson.databind.JavaType;
import dev.baton.flow.Atom;
import dev.baton.flow.AtomInputs;
import dev.baton.flow.InvalidFlowException;
import dev.baton.flow.JsonValues;
import dev.baton.flow.Symbol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks before a run of the flow that every atom can get the values that it requires. */
final class ValidatePlan {

  private final List<PlanNode> atoms;
  private final SymbolScope symbolScope;

  /** Symbols that have no provider, each with the atoms that require them. */
  private final TreeMap<String, TreeSet<String>> missing = new TreeMap<>();

  private final List<String> unfitInputs = new ArrayList<>();

  private final TreeSet<String> unfitSymbols = new TreeSet<>();

  /**
   * Reasons why symbols cannot be stored, each with the atoms that provide or require the symbol.
   */
  private final TreeMap<String, TreeSet<String>> unstorable = new TreeMap<>();

  /**
   * The types that were already found to be storable. They are kept, because many atoms may use the
   * same few types.
   */
  private final Set<JavaType> storable = new HashSet<>();

  ValidatePlan(List<PlanNode> atoms, SymbolScope symbolScope) {
    this.atoms = atoms;
    this.symbolScope = symbolScope;
  }

  void validate(Set<String> given) {
    for (PlanNode atom : atoms) {
      checkInputs(atom, atom.atom().inputs(), given);
      checkInputs(atom, atom.atom().revertInputs(), given);
      atom.atom().outputs().symbols().forEach(symbol -> checkStorable(atom, symbol));
    }
    refuseUnstorable();
    if (!missing.isEmpty()) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.MISSING_SYMBOL,
          "nothing before them provides what these atoms require: "
              + described(missing, "'", "' (required by ", ", ")
              + "; add a provider before, inject the symbol, or make it optional",
          List.copyOf(missing.keySet()));
    }
    if (!unfitInputs.isEmpty()) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.WRONG_TYPE,
          String.join("; ", unfitInputs) + "; use one symbol in both places, or rebind it",
          unfitSymbols.stream().toList());
    }
  }

  /**
   * Refuses symbols that cannot be stored. This check comes first, because such a symbol also fails
   * the other checks.
   */
  private void refuseUnstorable() {
    if (unstorable.isEmpty()) {
      return;
    }
    throw new InvalidFlowException(
        InvalidFlowException.Defect.WRONG_TYPE,
        "values cannot be stored as JSON and read back: "
            + described(unstorable, "", " (of ", "; ")
            + "; let the symbols be records, texts, numbers, or lists and maps of these",
        unstorable.values().stream().flatMap(Set::stream).distinct().sorted().toList());
  }

  private void checkStorable(PlanNode atom, Symbol<?> symbol) {
    if (storable.contains(symbol.type())) {
      return;
    }
    JsonValues.whyNotStorable(symbol.type())
        .ifPresentOrElse(
            reason ->
                unstorable
                    .computeIfAbsent("symbol '" + symbol + "': " + reason, key -> new TreeSet<>())
                    .add(atom.name()),
            () -> storable.add(symbol.type()));
  }

  private void checkInputs(PlanNode atom, AtomInputs atomInputs, Set<String> given) {
    for (Symbol<?> parameter : atomInputs.required()) {
      checkStorable(atom, parameter);
      String symbol = atomInputs.symbolOf(parameter);
      if (!atomInputs.injected().containsKey(symbol) && !given.contains(symbol)) {
        checkInputs(atom, parameter, symbol);
      }
    }
  }

  private void checkInputs(PlanNode atom, Symbol<?> parameter, String symbol) {
    Iterator<PlanNode> candidates = symbolScope.visibleProviders(atom, symbol);
    if (!candidates.hasNext()) {
      missing.computeIfAbsent(symbol, name -> new TreeSet<>()).add(atom.name());
      return;
    }
    Atom provider = candidates.next().atom();
    provider.outputs().symbols().stream()
        .filter(provided -> provided.name().equals(symbol) && !provided.fits(parameter))
        .findFirst()
        .ifPresent(provided -> {
          unfitSymbols.add(atom.name());
          unfitInputs.add(
              "atom '"
                  + atom.name()
                  + "' requires '"
                  + symbol
                  + "' as "
                  + parameter.type().toCanonical()
                  + ", but '"
                  + provider.name()
                  + "' provides it as "
                  + provided.type().toCanonical());
        });
  }

  private static String described(
      Map<String, ? extends Set<String>> problems, String before, String after, String between) {
    return problems.entrySet().stream()
        .map(problem -> before + problem.getKey() + after + String.join(", ", problem.getValue()))
        .collect(Collectors.joining(")" + between, "", ")"));
  }
}
