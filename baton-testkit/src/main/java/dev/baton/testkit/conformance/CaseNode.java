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

/** A flow of a case, or a node inside the flow. */
sealed interface CaseNode permits CaseNode.CaseFlow, CaseNode.CaseAtom, CaseNode.CaseFold {

  static CaseNode of(JsonNode json) {
    return switch (json.get("type").textValue()) {
      case "linear", "unordered", "graph", "targeted" -> CaseFlow.of(json);
      case "task" -> CaseAtom.task(json);
      case "functor" -> CaseAtom.functor(json);
      case "map", "reduce" -> CaseFold.of(json);
      case String other ->
          throw new IllegalArgumentException(
              "unknown node '%s' of type '%s'".formatted(json.path("name").asText(), other));
    };
  }

  String name();

  /** A flow. The components from {@code resolveRequires} on matter only for a graph. */
  record CaseFlow(
      String type,
      String name,
      List<CaseNode> children,
      boolean addTogether,
      List<String> addAgain,
      Optional<CaseRetry> retry,
      boolean resolveRequires,
      boolean resolveExisting,
      List<CaseLink> links,
      @Nullable String target)
      implements CaseNode {

    static CaseFlow of(JsonNode json) {
      List<CaseNode> children = new ArrayList<>();
      json.path("children").forEach(child -> children.add(CaseNode.of(child)));
      List<CaseLink> links = new ArrayList<>();
      json.path("links").forEach(link -> links.add(CaseLink.of(link)));
      return new CaseFlow(
          json.get("type").textValue(),
          json.get("name").textValue(),
          children,
          json.path("add_together").asBoolean(false),
          CaseJson.strings(json.path("add_again")),
          json.hasNonNull("retry")
              ? Optional.of(CaseRetry.of(json.get("retry")))
              : Optional.empty(),
          json.path("resolve_requires").asBoolean(true),
          json.path("resolve_existing").asBoolean(true),
          links,
          CaseJson.stringOrNull(json, "target"));
    }
  }

  record CaseLink(String from, String to, Optional<DeciderSpec> decider, @Nullable String depth) {

    static CaseLink of(JsonNode json) {
      return new CaseLink(
          json.get("from").textValue(),
          json.get("to").textValue(),
          json.hasNonNull("decider")
              ? Optional.of(DeciderSpec.of(json.get("decider")))
              : Optional.empty(),
          CaseJson.stringOrNull(json, "depth"));
    }
  }

  /** The behaviour of the decider of a link. Exactly one of the three components is present. */
  record DeciderSpec(
      @Nullable Boolean answer,
      Optional<ScriptedOutcome.Raise> failure,
      Optional<IfHistory> condition) {

    record IfHistory(String atom, JsonNode value) {}

    static DeciderSpec of(JsonNode json) {
      JsonNode history = json.path("if_history");
      return new DeciderSpec(
          json.has("return") ? json.get("return").asBoolean() : null,
          json.has("raise")
              ? Optional.of(ScriptedOutcome.Raise.of(json.get("raise")))
              : Optional.empty(),
          history.isObject()
              ? Optional.of(new IfHistory(history.get("atom").textValue(), history.get("equals")))
              : Optional.empty());
    }
  }

  /**
   * A task that the case declares as a class or as functions.
   *
   * @param hasRevert whether the task has a revert; a functor may lack its revert function
   * @param refusesResult whether the revert function takes neither the result nor the failures,
   *     although it is called with them
   */
  record CaseAtom(
      String name,
      InputDeclaration declaration,
      ProvidedSymbols provides,
      int priority,
      AtomScripts scripts,
      boolean hasRevert,
      boolean refusesResult)
      implements CaseNode {

    static CaseAtom task(JsonNode json) {
      return of(json, InputDeclaration.ofTask(json), true, false);
    }

    static CaseAtom functor(JsonNode json) {
      boolean exact = json.has("revert_args") && !json.path("revert_accepts_extra").asBoolean();
      List<String> args = CaseJson.strings(json.path("revert_args"));
      return of(
          json,
          InputDeclaration.ofFunctionTask(json),
          json.hasNonNull("revert") || json.has("revert_args"),
          exact && !args.containsAll(List.of("result", "flow_failures")));
    }

    private static CaseAtom of(
        JsonNode json,
        InputDeclaration inputDeclaration,
        boolean hasRevert,
        boolean refusesResult) {
      return new CaseAtom(
          json.get("name").textValue(),
          inputDeclaration,
          ProvidedSymbols.of(json),
          json.path("priority").asInt(0),
          AtomScripts.of(json),
          hasRevert,
          refusesResult);
    }
  }

  /** A task that applies a function to each of its inputs, or folds its inputs from the left. */
  record CaseFold(
      String name,
      boolean reduce,
      String function,
      InputDeclaration declaration,
      ProvidedSymbols provides,
      int priority)
      implements CaseNode {

    static CaseFold of(JsonNode json) {
      return new CaseFold(
          json.get("name").textValue(),
          json.get("type").textValue().equals("reduce"),
          json.get("fn").textValue(),
          InputDeclaration.ofFold(json),
          ProvidedSymbols.of(json),
          json.path("priority").asInt(0));
    }
  }

  /** A retry controller. It is set on its flow and is not a child of the flow. */
  record CaseRetry(
      String type,
      @Nullable String name,
      InputDeclaration declaration,
      ProvidedSymbols provides,
      int attempts,
      List<JsonNode> values,
      boolean revertAll,
      AtomScripts scripts) {

    private static final int ATTEMPTS_UNLESS_SAID = 1;

    static CaseRetry of(JsonNode json) {
      List<JsonNode> values = new ArrayList<>();
      json.path("values").forEach(values::add);
      return new CaseRetry(
          json.get("type").textValue(),
          CaseJson.stringOrNull(json, "name"),
          InputDeclaration.ofRetry(json),
          ProvidedSymbols.of(json),
          json.path("attempts").asInt(ATTEMPTS_UNLESS_SAID),
          values,
          json.path("revert_all").asBoolean(false),
          AtomScripts.of(json));
    }
  }

  /** The scripts of an atom, by method name. */
  record AtomScripts(Map<String, List<ScriptedOutcome>> byMethod) {

    private static final List<String> METHODS =
        List.of(
            "execute",
            "revert",
            "on_failure",
            "pre_execute",
            "post_execute",
            "pre_revert",
            "post_revert");

    static AtomScripts of(JsonNode json) {
      Map<String, List<ScriptedOutcome>> scripts = new LinkedHashMap<>();
      for (String method : METHODS) {
        if (json.hasNonNull(method)) {
          scripts.put(method, ScriptedOutcome.script(json.get(method)));
        }
      }
      return new AtomScripts(scripts);
    }

    boolean has(String method) {
      return byMethod.containsKey(method);
    }
  }
}
