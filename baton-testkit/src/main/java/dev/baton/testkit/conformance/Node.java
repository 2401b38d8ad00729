// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A flow of a case, or something in it. */
sealed interface Node permits Node.FlowNode, Node.AtomNode, Node.FoldNode {

  static Node of(JsonNode json) {
    return switch (json.get("type").textValue()) {
      case "linear", "unordered", "graph", "targeted" -> FlowNode.of(json);
      case "task" -> AtomNode.task(json);
      case "functor" -> AtomNode.functor(json);
      case "map", "reduce" -> FoldNode.of(json);
      case String other ->
          throw new IllegalArgumentException(
              "unknown node '%s' of type '%s'".formatted(json.path("name").asText(), other));
    };
  }

  String name();

  /** A flow; {@code links} and what follows only mean something for a graph. */
  record FlowNode(
      String type,
      String name,
      List<Node> children,
      boolean addTogether,
      List<String> addAgain,
      Optional<RetryNode> retry,
      boolean resolveRequires,
      boolean resolveExisting,
      List<Link> links,
      @Nullable String target)
      implements Node {

    static FlowNode of(JsonNode json) {
      List<Node> children = new ArrayList<>();
      json.path("children").forEach(child -> children.add(Node.of(child)));
      List<Link> links = new ArrayList<>();
      json.path("links").forEach(link -> links.add(Link.of(link)));
      return new FlowNode(
          json.get("type").textValue(),
          json.get("name").textValue(),
          children,
          json.path("add_together").asBoolean(false),
          Json.strings(json.path("add_again")),
          json.hasNonNull("retry")
              ? Optional.of(RetryNode.of(json.get("retry")))
              : Optional.empty(),
          json.path("resolve_requires").asBoolean(true),
          json.path("resolve_existing").asBoolean(true),
          links,
          Json.stringOrNull(json, "target"));
    }
  }

  /** A link of a graph. */
  record Link(String from, String to, Optional<DeciderSpec> decider, @Nullable String depth) {

    static Link of(JsonNode json) {
      return new Link(
          json.get("from").textValue(),
          json.get("to").textValue(),
          json.hasNonNull("decider")
              ? Optional.of(DeciderSpec.of(json.get("decider")))
              : Optional.empty(),
          Json.stringOrNull(json, "depth"));
    }
  }

  /** What decides over a link: one of the three is given. */
  record DeciderSpec(
      @Nullable Boolean answer, Optional<Outcome.Raise> failure, Optional<IfHistory> condition) {

    record IfHistory(String atom, JsonNode value) {}

    static DeciderSpec of(JsonNode json) {
      JsonNode history = json.path("if_history");
      return new DeciderSpec(
          json.has("return") ? json.get("return").asBoolean() : null,
          json.has("raise") ? Optional.of(Outcome.Raise.of(json.get("raise"))) : Optional.empty(),
          history.isObject()
              ? Optional.of(new IfHistory(history.get("atom").textValue(), history.get("equals")))
              : Optional.empty());
    }
  }

  /**
   * A task, of a class or of functions.
   *
   * @param hasRevert whether there is a revert at all; a pair of functions may lack the second
   * @param refusesResult whether revert is a function that takes neither the result nor the
   *     failures, with which it is called
   */
  record AtomNode(
      String name,
      Declaration declaration,
      Provides provides,
      int priority,
      Scripts scripts,
      boolean hasRevert,
      boolean refusesResult)
      implements Node {

    static AtomNode task(JsonNode json) {
      return of(json, Declaration.ofTask(json), true, false);
    }

    static AtomNode functor(JsonNode json) {
      boolean exact = json.has("revert_args") && !json.path("revert_accepts_extra").asBoolean();
      List<String> args = Json.strings(json.path("revert_args"));
      return of(
          json,
          Declaration.ofFunctor(json),
          json.hasNonNull("revert") || json.has("revert_args"),
          exact && !args.containsAll(List.of("result", "flow_failures")));
    }

    private static AtomNode of(
        JsonNode json, Declaration declaration, boolean hasRevert, boolean refusesResult) {
      return new AtomNode(
          json.get("name").textValue(),
          declaration,
          Provides.of(json),
          json.path("priority").asInt(0),
          Scripts.of(json),
          hasRevert,
          refusesResult);
    }
  }

  /** A task that applies a function to its inputs one by one, or folds them from the left. */
  record FoldNode(
      String name,
      boolean reduce,
      String function,
      Declaration declaration,
      Provides provides,
      int priority)
      implements Node {

    static FoldNode of(JsonNode json) {
      return new FoldNode(
          json.get("name").textValue(),
          json.get("type").textValue().equals("reduce"),
          json.get("fn").textValue(),
          Declaration.ofFold(json),
          Provides.of(json),
          json.path("priority").asInt(0));
    }
  }

  /** A retry controller; not a child of its flow, but set on it. */
  record RetryNode(
      String type,
      @Nullable String name,
      Declaration declaration,
      Provides provides,
      int attempts,
      List<JsonNode> values,
      boolean revertAll,
      Scripts scripts) {

    private static final int ATTEMPTS_UNLESS_SAID = 1;

    static RetryNode of(JsonNode json) {
      List<JsonNode> values = new ArrayList<>();
      json.path("values").forEach(values::add);
      return new RetryNode(
          json.get("type").textValue(),
          Json.stringOrNull(json, "name"),
          Declaration.ofRetry(json),
          Provides.of(json),
          json.path("attempts").asInt(ATTEMPTS_UNLESS_SAID),
          values,
          json.path("revert_all").asBoolean(false),
          Scripts.of(json));
    }
  }

  /** The scripts of an atom by the name of the method. */
  record Scripts(Map<String, List<Outcome>> byMethod) {

    private static final List<String> METHODS =
        List.of(
            "execute",
            "revert",
            "on_failure",
            "pre_execute",
            "post_execute",
            "pre_revert",
            "post_revert");

    static Scripts of(JsonNode json) {
      Map<String, List<Outcome>> scripts = new LinkedHashMap<>();
      for (String method : METHODS) {
        if (json.hasNonNull(method)) {
          scripts.put(method, Outcome.script(json.get(method)));
        }
      }
      return new Scripts(scripts);
    }

    boolean has(String method) {
      return byMethod.containsKey(method);
    }
  }
}
