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

/** Builds the tasks and retries of a case with Baton's API. */
final class AtomBuilder {

  private final Stage stage;
  private final Injections injections;

  AtomBuilder(Stage stage, Injections injections) {
    this.stage = stage;
    this.injections = injections;
  }

  Task<?> task(Node.AtomNode node) {
    Task<?> task = Task.named(node.name()).priority(node.priority());
    task = provides(inputs(task, node.declaration()), node.provides());
    return withBody(task, new ScriptedTask(node, stage));
  }

  Task<?> fold(Node.FoldNode node) {
    Declaration declaration = node.declaration();
    List<Symbol<JsonNode>> over =
        declaration.execute().required().keySet().stream().map(Symbol::json).toList();
    Task<?> task = node.reduce() ? reduce(node, over) : map(node, over);
    TaskBody<?> own = task.body();
    task = provides(inputs(task.priority(node.priority()), declaration), node.provides());
    return withBody(task, new TracedTask(own, declaration.execute(), stage));
  }

  private static Task<?> map(Node.FoldNode node, List<Symbol<JsonNode>> over) {
    return Task.map(node.name(), over, Functions.ofOne(node.function()));
  }

  private static Task<?> reduce(Node.FoldNode node, List<Symbol<JsonNode>> over) {
    return Task.reduce(node.name(), over, Functions.ofTwo(node.function()));
  }

  private Task<?> inputs(Task<?> plain, Declaration declaration) {
    Task<?> task =
        plain
            .requires(symbols(declaration.execute().required().keySet()))
            .optional(symbols(declaration.execute().optional().keySet()))
            .revertRequires(symbols(declaration.revert().required().keySet()))
            .revertOptional(symbols(declaration.revert().optional().keySet()));
    for (var bound : declaration.execute().rebound().entrySet()) {
      task = task.rebind(Symbol.json(bound.getKey()), bound.getValue());
    }
    for (var bound : declaration.revert().rebound().entrySet()) {
      task = task.revertRebind(Symbol.json(bound.getKey()), bound.getValue());
    }
    for (var injected : injections.of(plain.name(), declaration.inject()).properties()) {
      task = task.inject(Symbol.json(injected.getKey()), injected.getValue());
    }
    return task;
  }

  private static Task<?> provides(Task<?> task, Provides provides) {
    return switch (provides) {
      case Provides.Nothing it -> task;
      case Provides.Whole it -> task.provides(Symbol.json(it.symbol()));
      case Provides.ByPosition it -> task.providesEach(symbols(it.symbols()));
      case Provides.ByKey it -> task.providesKeys(symbols(it.symbols()));
    };
  }

  /** A script may return what does not fit what the task declares. */
  @SuppressWarnings("unchecked")
  private static Task<?> withBody(Task<?> task, TaskBody<Object> body) {
    return ((Task<Object>) task).body(body);
  }

  Retry retry(Node.RetryNode node) {
    Retry retry = provides(inputs(Retry.by(controller(node)), node), node.provides());
    retry = node.name() == null ? retry : retry.named(node.name());
    return node.revertAll() || node.type().equals("always_revert_all") ? retry.revertAll() : retry;
  }

  private RetryController controller(Node.RetryNode node) {
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
        ? new ScriptedRetry(node, stage)
        : new TracedRetry(own.controller(), node, stage);
  }

  /** A retry of Baton has no inputs that are for its revert alone. */
  private static Retry inputs(Retry plain, Node.RetryNode node) {
    Retry retry = plain;
    for (Declaration.Inputs inputs :
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

  private static Retry provides(Retry retry, Provides provides) {
    return switch (provides) {
      case Provides.Nothing it -> retry;
      case Provides.Whole it -> retry.provides(Symbol.json(it.symbol()));
      case Provides.ByPosition it -> retry.providesEach(symbols(it.symbols()));
      case Provides.ByKey it -> retry.providesKeys(symbols(it.symbols()));
    };
  }

  private static Symbol<?>[] symbols(Iterable<String> names) {
    return java.util.stream.StreamSupport.stream(names.spliterator(), false)
        .map(Symbol::json)
        .toArray(Symbol<?>[]::new);
  }
}
