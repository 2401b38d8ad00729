// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the author of a case declared the inputs of an atom. The cases speak of parameters, Baton of
 * symbols: this is where the one is turned into the other.
 *
 * @param execute which symbol each parameter of execute is bound to
 * @param revert the same for revert
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

  /** With {@code revert_args} the function for revert has exactly those parameters. */
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
   * @param required parameter to symbol
   * @param optional parameter to symbol
   */
  record Inputs(Map<String, String> required, Map<String, String> optional) {

    /** All parameters with their symbols, the required ones first. */
    Map<String, String> all() {
      Map<String, String> all = new LinkedHashMap<>(required);
      optional.forEach(all::putIfAbsent);
      return all;
    }

    /** The parameters whose symbols have other names. */
    Map<String, String> rebound() {
      Map<String, String> rebound = all();
      rebound.entrySet().removeIf(bound -> bound.getKey().equals(bound.getValue()));
      return rebound;
    }
  }
}
