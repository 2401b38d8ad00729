// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.flow.Retry;
import dev.baton.flow.RetryController;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flow.TaskBody;
import java.util.List;

/** Builds the tasks and retry controllers of a case with Baton's API. */
final class CaseAtomBuilder {

  private final ScriptRunner scriptRunner;
  private final InjectedValues injectedValues;

  CaseAtomBuilder(ScriptRunner scriptRunner, InjectedValues injectedValues) {
    this.scriptRunner = scriptRunner;
    this.injectedValues = injectedValues;
  }

  Task<?> task(CaseNode.CaseAtom node) {
    Task<?> task = Task.named(node.name()).priority(node.priority());
    task = provides(inputs(task, node.declaration()), node.provides());
    return withBody(task, new ScriptedTask(node, scriptRunner));
  }

  Task<?> fold(CaseNode.CaseFold node) {
    InputDeclaration inputDeclaration = node.declaration();
    List<Symbol<JsonNode>> over =
        inputDeclaration.execute().required().keySet().stream().map(Symbol::json).toList();
    Task<?> task = node.reduce() ? reduce(node, over) : map(node, over);
    TaskBody<?> own = task.body();
    task = provides(inputs(task.priority(node.priority()), inputDeclaration), node.provides());
    return withBody(task, new TracedTask(own, inputDeclaration.execute(), scriptRunner));
  }

  private static Task<?> map(CaseNode.CaseFold node, List<Symbol<JsonNode>> over) {
    return Task.map(node.name(), over, CaseFunctions.ofOne(node.function()));
  }

  private static Task<?> reduce(CaseNode.CaseFold node, List<Symbol<JsonNode>> over) {
    return Task.reduce(node.name(), over, CaseFunctions.ofTwo(node.function()));
  }

  private Task<?> inputs(Task<?> plain, InputDeclaration inputDeclaration) {
    Task<?> task =
        plain
            .requires(symbols(inputDeclaration.execute().required().keySet()))
            .optional(symbols(inputDeclaration.execute().optional().keySet()))
            .revertRequires(symbols(inputDeclaration.revert().required().keySet()))
            .revertOptional(symbols(inputDeclaration.revert().optional().keySet()));
    for (var bound : inputDeclaration.execute().rebound().entrySet()) {
      task = task.rebind(Symbol.json(bound.getKey()), bound.getValue());
    }
    for (var bound : inputDeclaration.revert().rebound().entrySet()) {
      task = task.revertRebind(Symbol.json(bound.getKey()), bound.getValue());
    }
    for (var injected : injectedValues.of(plain.name(), inputDeclaration.inject()).properties()) {
      task = task.inject(Symbol.json(injected.getKey()), injected.getValue());
    }
    return task;
  }

  private static Task<?> provides(Task<?> task, ProvidedSymbols providedSymbols) {
    return switch (providedSymbols) {
      case ProvidedSymbols.Nothing it -> task;
      case ProvidedSymbols.Whole it -> task.provides(Symbol.json(it.symbol()));
      case ProvidedSymbols.ByPosition it -> task.providesEach(symbols(it.symbols()));
      case ProvidedSymbols.ByKey it -> task.providesKeys(symbols(it.symbols()));
    };
  }

  /**
   * The cast is unchecked because a script may return a value that does not fit the declared type.
   */
  @SuppressWarnings("unchecked")
  private static Task<?> withBody(Task<?> task, TaskBody<Object> body) {
    return ((Task<Object>) task).body(body);
  }

  Retry retry(CaseNode.CaseRetry node) {
    Retry retry = provides(inputs(Retry.by(controller(node)), node), node.provides());
    retry = node.name() == null ? retry : retry.named(node.name());
    return node.revertAll() || node.type().equals("always_revert_all") ? retry.revertAll() : retry;
  }

  private RetryController controller(CaseNode.CaseRetry node) {
    Retry own =
        switch (node.type()) {
          case "always_revert" -> Retry.alwaysRevert();
          case "always_revert_all" -> Retry.alwaysRevertAll();
          case "times" -> Retry.times(node.attempts());
          case "for_each" -> Retry.forEach(node.values());
          case "parameterized_for_each" -> Retry.forEach(Symbol.list("values", JsonNode.class));
          default -> null;
        };
    return own == null
        ? new ScriptedRetry(node, scriptRunner)
        : new TracedRetry(own.controller(), node, scriptRunner);
  }

  /**
   * Adds the inputs of execute and of revert, because a Baton retry controller has no separate
   * inputs for its revert.
   */
  private static Retry inputs(Retry plain, CaseNode.CaseRetry node) {
    Retry retry = plain;
    for (InputDeclaration.Inputs inputs :
        List.of(node.declaration().execute(), node.declaration().revert())) {
      retry =
          retry
              .requires(symbols(inputs.required().keySet()))
              .optional(symbols(inputs.optional().keySet()));
      for (var bound : inputs.rebound().entrySet()) {
        retry = retry.rebind(Symbol.json(bound.getKey()), bound.getValue());
      }
    }
    for (var injected : node.declaration().inject().properties()) {
      retry = retry.inject(Symbol.json(injected.getKey()), injected.getValue());
    }
    return retry;
  }

  private static Retry provides(Retry retry, ProvidedSymbols providedSymbols) {
    return switch (providedSymbols) {
      case ProvidedSymbols.Nothing it -> retry;
      case ProvidedSymbols.Whole it -> retry.provides(Symbol.json(it.symbol()));
      case ProvidedSymbols.ByPosition it -> retry.providesEach(symbols(it.symbols()));
      case ProvidedSymbols.ByKey it -> retry.providesKeys(symbols(it.symbols()));
    };
  }

  private static Symbol<?>[] symbols(Iterable<String> names) {
    return java.util.stream.StreamSupport.stream(names.spliterator(), false)
        .map(Symbol::json)
        .toArray(Symbol<?>[]::new);
  }
}
