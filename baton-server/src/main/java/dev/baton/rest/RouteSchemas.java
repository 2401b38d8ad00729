// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.server.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JSON Schemas of routes that do not name their own. Streams, pictures and texts have
 * none.
 */
final class RouteSchemas {

  private static final String JOB = "/api/job/{uuid}";
  private static final String SESSION = "/api/session/{uuid}";

  /** The schemas of responses by path; a method and a blank before the path are more exact. */
  private final Map<String, ObjectNode> answers = new HashMap<>();

  RouteSchemas() {
    collections();
    jobs();
    ObjectNode message = ResourceSchemas.message();
    answers.put("/api/cloud-entry-point", ResourceSchemas.entryPoint());
    answers.put("POST /api/session", message);
    answers.put(SESSION + "/switch-group", ResourceSchemas.session());
    answers.put(SESSION + "/get-groups", ResourceSchemas.groups());
    answers.put(SESSION + "/get-peers", ObjectSchema.type("object"));
    answers.put("/api/action/{name}/hierarchy", ResourceSchemas.hierarchy());
    answers.put("/api/action/{name}/dry-run", ResourceSchemas.dryRun());
    answers.put("/api/board", ResourceSchemas.board());
    answers.put("/api/board/restore", ResourceSchemas.reconciliation());
    answers.put("/api/backend/{port}/{method}", ObjectSchema.type("object"));
    answers.put("/api/openapi.json", ObjectSchema.type("object"));
    answers.put("/health/live", ResourceSchemas.health());
    answers.put("/health/ready", ResourceSchemas.health());
  }

  private void collections() {
    Map<String, ObjectNode> resources =
        Map.of(
            "job/{uuid}", ResourceSchemas.job(),
            "session/{uuid}", ResourceSchemas.session(),
            "session-template/{uuid}", ResourceSchemas.sessionTemplate(),
            "user/{uuid}", ResourceSchemas.user(),
            "credential/{uuid}", ResourceSchemas.credential(),
            "action/{name}", ResourceSchemas.action(),
            "executor/{uuid}", ResourceSchemas.executor(),
            "engine/{uuid}", ResourceSchemas.engine(),
            "distribution/{name}", ResourceSchemas.distribution());
    resources.forEach((path, schema) -> {
      String one = "/api/" + path;
      String all = one.substring(0, one.indexOf("/{"));
      answers.put(one, schema);
      answers.put("DELETE " + one, ResourceSchemas.message());
      answers.put(all, ResourceSchemas.page(schema));
      answers.put("POST " + all, ResourceSchemas.message());
    });
  }

  private void jobs() {
    for (String operation : List.of("cancel", "timeout", "signal")) {
      answers.put(JOB + "/" + operation, ResourceSchemas.job());
    }
    for (String operation : List.of("retry", "rerun", "revert")) {
      answers.put(JOB + "/" + operation, ResourceSchemas.message());
    }
    answers.put("DELETE /api/job", ObjectSchema.type("object"));
    answers.put("POST /api/job", ObjectSchema.type("object"));
    answers.put("PATCH " + JOB, ResourceSchemas.message());
    answers.put(JOB + "/get-context", ObjectSchema.type("object"));
    answers.put(JOB + "/why", ResourceSchemas.why());
    answers.put(JOB + "/history", ResourceSchemas.history());
    answers.put(JOB + "/logs", ResourceSchemas.log());
    answers.put(JOB + "/flow", ResourceSchemas.flow());
    answers.put(JOB + "/preview-cancel", ResourceSchemas.previewCancel());
  }

  /** The schema of the responses of a route; null if they are no JSON documents. */
  @Nullable JsonNode answer(Route route) {
    JsonNode own = route.answerSchema();
    if (own != null) {
      return own;
    }
    ObjectNode exact = answers.get(route.method() + " " + route.path());
    return exact == null ? answers.get(route.path()) : exact;
  }

  /** The schema of the request bodies of a route. */
  static JsonNode request(Route route) {
    JsonNode own = route.bodySchema();
    return own == null ? ResourceSchemas.requestOf(route.body()) : own;
  }
}
