// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The result of one call of a scripted method. */
sealed interface ScriptedOutcome {

  JsonNode NULL = NullNode.instance;

  /** Reads a script, which is one outcome or a list of outcomes. */
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

  record Return(JsonNode value) implements ScriptedOutcome {}

  /** Returns the named argument. */
  record ReturnArg(String name) implements ScriptedOutcome {}

  /** Returns a map of all arguments. */
  record ReturnArgs() implements ScriptedOutcome {}

  /** Returns the sum of a number and the named arguments, or all arguments if none are named. */
  record Sum(Optional<List<String>> names, long plus) implements ScriptedOutcome {}

  /** Returns the number of the call. */
  record Attempt() implements ScriptedOutcome {}

  /** Throws an error. */
  record Raise(String type, String message, Optional<Raise> cause) implements ScriptedOutcome {

    static Raise of(JsonNode json) {
      return new Raise(
          json.path("type").asText("ScriptedError"),
          json.path("message").asText(""),
          json.hasNonNull("cause") ? Optional.of(of(json.get("cause"))) : Optional.empty());
    }
  }

  /** Selects one of two outcomes by the value of an argument. */
  record If(String argument, JsonNode value, ScriptedOutcome then, ScriptedOutcome otherwise)
      implements ScriptedOutcome {}

  /** Reports progress, then performs another outcome. */
  record Progress(List<Double> steps, ScriptedOutcome then) implements ScriptedOutcome {}

  /** Requests suspension, then performs another outcome. */
  record Suspend(ScriptedOutcome then) implements ScriptedOutcome {}
}
