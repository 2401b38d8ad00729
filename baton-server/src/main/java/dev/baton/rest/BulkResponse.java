// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.job.JobId;
import dev.baton.jobservice.BulkMatches;
import dev.baton.jobservice.BulkOperation;
import dev.baton.jobservice.BulkRequest;
import dev.baton.plugin.BulkResult;
import dev.baton.server.Response;
import java.util.List;

/** Writes the responses to bulk operations. */
final class BulkResponse {

  private BulkResponse() {}

  static ObjectNode dryRun(BulkRequest request, BulkMatches matches) {
    String message = "would " + verb(request.operation()) + " " + counted(matches.count());
    return with(message, 200, request, matches, true);
  }

  static ObjectNode done(BulkRequest request, BulkMatches matches, BulkResult result) {
    String message =
        result.succeeded() + " of " + counted(result.total()) + " " + done(request.operation());
    ObjectNode body = with(message, 200, request, matches, false);
    body.set("result", result.toNode());
    return body;
  }

  static ObjectNode started(BulkRequest request, BulkMatches matches, JobId job) {
    String message = "starting " + request.operation().apiName() + " with async " + job;
    ObjectNode body = with(message, 202, request, matches, false);
    return body.put("resource-id", "job").put("location", job.toString());
  }

  private static ObjectNode with(
      String message, int status, BulkRequest request, BulkMatches matches, boolean dryRun) {
    ObjectNode body = Response.message(status, message, null);
    body.put("operation", request.operation().apiName());
    body.put("dry-run", dryRun);
    body.put("matched", matches.count());
    ObjectNode states = body.putObject("states");
    matches.states().forEach((state, count) -> states.put(state.name(), count));
    body.set(
        "selected-states",
        JsonNodes.texts(request.orderedStates().stream().map(Enum::name).toList()));
    body.set("first", JsonNodes.texts(matches.first().stream().map(JobId::toString).toList()));
    return body;
  }

  private static String counted(long count) {
    return count == 1 ? "1 job" : count + " jobs";
  }

  private static String verb(BulkOperation operation) {
    return switch (operation) {
      case CANCEL -> "cancel";
      case RETRY -> "retry";
      case DELETE -> "delete";
      case PRIORITY -> "change the priority of";
    };
  }

  private static String done(BulkOperation operation) {
    return switch (operation) {
      case CANCEL -> "cancelled, or told to revert";
      case RETRY -> "retried";
      case DELETE -> "deleted";
      case PRIORITY -> "given the priority";
    };
  }

  /** The JSON Schema of the response. */
  static ObjectNode schema() {
    ObjectNode schema = JsonNodes.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    JsonNodes.property(properties, "status", "integer", "200, or 202 if a bulk job does the work");
    JsonNodes.property(properties, "message", "string", "A summary in one line");
    JsonNodes.property(properties, "operation", "string", "The operation");
    JsonNodes.property(properties, "dry-run", "boolean", "Whether nothing was changed");
    JsonNodes.property(properties, "matched", "integer", "Number of selected jobs");
    ObjectNode states =
        JsonNodes.property(properties, "states", "object", "Number of selected jobs in each state");
    states.putObject("additionalProperties").put("type", "integer");
    texts(properties, "selected-states", "The states in which jobs were selected");
    texts(properties, "first", "Ids of the 20 oldest selected jobs");
    JsonNodes.property(
        properties, "result", "object", "Counts and error reasons, after the operation");
    JsonNodes.property(properties, "location", "string", "The id of the bulk job, with status 202");
    JsonNodes.property(
        properties, "resource-id", "string", "The name of the collection, with status 202");
    List<String> required =
        List.of("status", "message", "operation", "dry-run", "matched", "states");
    schema.set("required", JsonNodes.texts(required));
    return schema;
  }

  private static void texts(ObjectNode properties, String name, String description) {
    JsonNodes.property(properties, name, "array", description)
        .putObject("items")
        .put("type", "string");
  }
}
