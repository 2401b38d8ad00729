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

/** Baton's values in the words of the cases. */
final class ObservedValues {

  /** How the cases call errors that no script raised. */
  private static final Map<String, String> NAMES =
      Map.of(
          "NotFoundException", "NotFound",
          "InvalidInputException", "ValueError",
          "InvalidFlowException", "ValueError");

  private ObservedValues() {}

  /** Type and message; of an error that no script raised only the type. */
  static ObjectNode failure(Failure failure) {
    String type = simpleName(failure.type());
    ObjectNode json = CaseJson.object().put("type", NAMES.getOrDefault(type, type));
    if (failure.isA(ScriptedError.class)) {
      json.put("message", failure.message());
    }
    return json;
  }

  /** A failure where a value could be. */
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

  /** Failures as they are raised together. */
  static ArrayNode sorted(List<Failure> failures) {
    List<JsonNode> nodes = failures.stream().<JsonNode>map(ObservedValues::failure).toList();
    return CaseJson.array(nodes.stream().sorted(CaseJson.BY_TEXT).toList());
  }

  private static String simpleName(String className) {
    return className.substring(
        Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
  }
}
