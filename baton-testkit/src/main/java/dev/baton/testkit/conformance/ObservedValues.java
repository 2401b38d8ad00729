// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flow.Failure;
import dev.baton.flow.RetryAttempt;
import java.util.List;
import java.util.Map;

/** Converts Baton's values to the JSON of the cases. */
final class ObservedValues {

  /** The names in the cases of errors that no script raised. */
  private static final Map<String, String> NAMES =
      Map.of(
          "NotFoundException", "NotFound",
          "InvalidInputException", "ValueError",
          "InvalidFlowException", "ValueError");

  private ObservedValues() {}

  /**
   * Describes a failure by its type and message. An error that no script raised has only its type.
   */
  static ObjectNode failure(Failure failure) {
    String type = simpleName(failure.type());
    ObjectNode json = CaseJson.object().put("type", NAMES.getOrDefault(type, type));
    if (failure.isA(ScriptedError.class)) {
      json.put("message", failure.message());
    }
    return json;
  }

  /** Describes a failure that is stored in place of a value. */
  static ObjectNode failureValue(Failure failure) {
    ObjectNode json = CaseJson.object();
    json.set("$failure", failure(failure));
    return json;
  }

  static ObjectNode failureValues(Map<String, Failure> failures) {
    ObjectNode json = CaseJson.object();
    failures.forEach((atom, failure) -> json.set(atom, failureValue(failure)));
    return json;
  }

  static ArrayNode history(List<RetryAttempt> attempts) {
    ArrayNode json = CaseJson.array();
    for (RetryAttempt attempt : attempts) {
      json.addArray().add(attempt.provided()).add(failureValues(attempt.failures()));
    }
    return json;
  }

  /** Describes failures that are raised together, sorted by their JSON text. */
  static ArrayNode sorted(List<Failure> failures) {
    List<JsonNode> nodes = failures.stream().<JsonNode>map(ObservedValues::failure).toList();
    return CaseJson.array(nodes.stream().sorted(CaseJson.BY_TEXT).toList());
  }

  private static String simpleName(String className) {
    return className.substring(
        Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
  }
}
