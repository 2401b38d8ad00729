// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One method of one path of the API.
 *
 * @param path with {@code {name}} for each variable segment
 * @param parameters the names of the query parameters
 * @param body the description of the body in the API document; empty if there is no body
 */
record ApiOperation(String method, String path, List<String> parameters, String body) {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  ApiOperation {
    parameters = List.copyOf(parameters);
  }

  /** All operations of an API document, in its order, and all protocol calls of executors. */
  static List<ApiOperation> of(JsonNode document) {
    List<ApiOperation> operations = new ArrayList<>(CallSamples.operations());
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method -> {
                  if (METHODS.contains(method.getKey())) {
                    operations.add(read(path.getKey(), method.getKey(), method.getValue()));
                  }
                }));
    return operations;
  }

  private static ApiOperation read(String path, String method, JsonNode node) {
    List<String> parameters = new ArrayList<>();
    for (JsonNode parameter : node.path("parameters")) {
      if (parameter.path("in").asText().equals("query")) {
        parameters.add(parameter.path("name").asText());
      }
    }
    String body = node.path("requestBody").path("description").asText("");
    return new ApiOperation(method.toUpperCase(Locale.ROOT), path, parameters, body);
  }

  /** Whether the operation is a protocol call of executors. */
  boolean isCall() {
    return body.equals(CallSamples.CALL);
  }

  /** The collection to which the variable segment of the path belongs, such as {@code job}. */
  String collection() {
    String[] segments = path.split("/", -1);
    return segments.length > 2 ? segments[2] : "";
  }

  /** Whether the operation checks or hashes a password, which is slow by design. */
  boolean isSlow() {
    return !method.equals("GET") && (path.equals("/api/session") || path.startsWith("/api/user"));
  }

  /** Whether the server may wait for an event before it answers. */
  boolean mayWait() {
    return path.endsWith("/await") || path.endsWith("/events") || path.endsWith("/logs");
  }

  String name() {
    return method + " " + path;
  }
}
