// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one call of a scripted method does. */
sealed interface ScriptedOutcome {

  JsonNode NULL = NullNode.instance;

  /** A script is one outcome or a list of them. */
  static List<ScriptedOutcome> script(JsonNode json) {
    List<ScriptedOutcome> outcomes = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(item -> outcomes.add(of(item)));
    } else {
      outcomes.add(of(json));
    }
    return List.copyOf(outcomes);
  }

  static ScriptedOutcome of(JsonNode json) {
    if (json.has("progress")) {
      List<Double> steps = new ArrayList<>();
      json.get("progress").forEach(step -> steps.add(step.doubleValue()));
      return new Progress(steps, next(json, "then"));
    }
    if (json.has("suspend")) {
      return new Suspend(next(json, "then"));
    }
    if (json.has("if")) {
      JsonNode condition = json.get("if");
      return new If(
          condition.get("arg").textValue(),
          nullIfMissing(condition.path("equals")),
          next(json, "then"),
          next(json, "else"));
    }
    return plain(json);
  }

  private static ScriptedOutcome plain(JsonNode json) {
    if (json.has("return")) {
      return new Return(json.get("return"));
    }
    if (json.has("return_arg")) {
      return new ReturnArg(json.get("return_arg").textValue());
    }
    if (json.has("return_args")) {
      return new ReturnArgs();
    }
    if (json.has("attempt")) {
      return new Attempt();
    }
    if (json.has("raise")) {
      return Raise.of(json.get("raise"));
    }
    if (json.has("sum")) {
      JsonNode sum = json.get("sum");
      Optional<List<String>> names =
          sum.isArray() ? Optional.of(CaseJson.strings(sum)) : Optional.empty();
      return new Sum(names, json.path("plus").asLong(0));
    }
    if (json.isNull() || json.isEmpty()) {
      return new Return(NULL);
    }
    throw new IllegalArgumentException("unknown outcome '" + json + "'");
  }

  private static JsonNode nullIfMissing(JsonNode json) {
    return json.isMissingNode() ? NULL : json;
  }

  private static ScriptedOutcome next(JsonNode json, String key) {
    return json.hasNonNull(key) ? of(json.get(key)) : new Return(NULL);
  }

  /** Returns a value. */
  record Return(JsonNode value) implements ScriptedOutcome {}

  /** Returns an argument. */
  record ReturnArg(String name) implements ScriptedOutcome {}

  /** Returns a map of all arguments. */
  record ReturnArgs() implements ScriptedOutcome {}

  /** Returns the sum of those arguments, or of all, and a number. */
  record Sum(Optional<List<String>> names, long plus) implements ScriptedOutcome {}

  /** Returns the number of the call. */
  record Attempt() implements ScriptedOutcome {}

  /** Fails. */
  record Raise(String type, String message, Optional<Raise> cause) implements ScriptedOutcome {

    static Raise of(JsonNode json) {
      return new Raise(
          json.path("type").asText("ScriptedError"),
          json.path("message").asText(""),
          json.hasNonNull("cause") ? Optional.of(of(json.get("cause"))) : Optional.empty());
    }
  }

  /** Chooses by an argument. */
  record If(String argument, JsonNode value, ScriptedOutcome then, ScriptedOutcome otherwise)
      implements ScriptedOutcome {}

  /** Reports progress before it goes on. */
  record Progress(List<Double> steps, ScriptedOutcome then) implements ScriptedOutcome {}

  /** Asks the engine to suspend before it goes on. */
  record Suspend(ScriptedOutcome then) implements ScriptedOutcome {}
}
