// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of an atom as a case declares them. The cases name parameters and Baton names symbols;
 * this type maps parameters to symbols.
 *
 * @param execute the symbols to which the parameters of execute are bound
 * @param revert the symbols to which the parameters of revert are bound
 * @param inject values by symbol, for this atom only
 */
record InputDeclaration(Inputs execute, Inputs revert, JsonNode inject) {

  private static final Set<String> OF_REVERT = Set.of("result", "flow_failures");
  private static final Set<String> OF_RETRIES = Set.of("history", "flow_failures");

  static InputDeclaration ofTask(JsonNode json) {
    MethodSignature execute =
        new MethodSignature(
            CaseJson.strings(json.path("args")),
            CaseJson.strings(json.path("optional")),
            json.path("accepts_extra").asBoolean(false));
    MethodSignature revert =
        new MethodSignature(
            CaseJson.strings(json.path("revert_args")),
            CaseJson.strings(json.path("revert_optional")),
            json.path("revert_accepts_extra").asBoolean(true));
    return of(json, execute, revert.without(OF_REVERT));
  }

  /**
   * Reads a task that is declared by functions. With {@code revert_args}, the revert function has
   * exactly those parameters.
   */
  static InputDeclaration ofFunctionTask(JsonNode json) {
    MethodSignature execute =
        new MethodSignature(
            CaseJson.strings(json.path("args")),
            CaseJson.strings(json.path("optional")),
            json.path("accepts_extra").asBoolean(false));
    if (!json.hasNonNull("revert") && !json.has("revert_args")) {
      return of(json, execute, execute);
    }
    MethodSignature revert =
        new MethodSignature(
            CaseJson.strings(json.path("revert_args")),
            CaseJson.strings(json.path("revert_optional")),
            json.path("revert_accepts_extra").asBoolean(!json.has("revert_args")));
    return of(json, execute, revert);
  }

  static InputDeclaration ofFold(JsonNode json) {
    MethodSignature any = new MethodSignature(List.of(), List.of(), true);
    return of(json, any, any);
  }

  static InputDeclaration ofRetry(JsonNode json) {
    boolean parameterized = "parameterized_for_each".equals(json.get("type").textValue());
    List<String> args = parameterized ? List.of("values") : CaseJson.strings(json.path("args"));
    MethodSignature execute =
        new MethodSignature(args, CaseJson.strings(json.path("optional")), acceptsExtra(json));
    MethodSignature revert =
        new MethodSignature(
            CaseJson.strings(json.path("revert_args")),
            CaseJson.strings(json.path("revert_optional")),
            json.path("revert_accepts_extra").asBoolean(true));
    return of(json, execute.without(OF_RETRIES), revert.without(OF_RETRIES));
  }

  private static boolean acceptsExtra(JsonNode json) {
    return json.path("accepts_extra").asBoolean(true);
  }

  private static InputDeclaration of(
      JsonNode json, MethodSignature execute, MethodSignature revert) {
    boolean infer = json.path("auto_extract").asBoolean(true);
    String atom = json.path("name").asText("retry");
    JsonNode requires = json.path("requires");
    JsonNode rebind = json.path("rebind");
    JsonNode revertRequires = or(json.path("revert_requires"), requires);
    JsonNode revertRebind = or(json.path("revert_rebind"), rebind);
    return new InputDeclaration(
        execute.bind(atom + ".execute", CaseJson.strings(requires), rebind, infer),
        revert.bind(atom + ".revert", CaseJson.strings(revertRequires), revertRebind, infer),
        json.path("inject"));
  }

  private static JsonNode or(JsonNode first, JsonNode second) {
    return first.isMissingNode() || first.isNull() || first.isEmpty() ? second : first;
  }

  /**
   * The inputs of one method.
   *
   * @param required the symbol of each required parameter
   * @param optional the symbol of each optional parameter
   */
  record Inputs(Map<String, String> required, Map<String, String> optional) {

    /** Returns all parameters with their symbols, the required parameters first. */
    Map<String, String> all() {
      Map<String, String> all = new LinkedHashMap<>(required);
      optional.forEach(all::putIfAbsent);
      return all;
    }

    /** Returns the parameters whose symbol has another name than the parameter. */
    Map<String, String> rebound() {
      Map<String, String> rebound = all();
      rebound.entrySet().removeIf(bound -> bound.getKey().equals(bound.getValue()));
      return rebound;
    }
  }
}
