// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.DELETE;
import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.member.ActionInfo;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Lists the actions that jobs may name, and forgets actions. */
record ActionResource(ActionAvailability actionAvailability, Clock clock) {
  private static final ResourceCollection ACTIONS =
      ResourceCollection.of(
          "action",
          Principals.USER,
          null,
          "name",
          "description",
          "plugin",
          "schema",
          "schema/*",
          "requires",
          "admin-only",
          "flow",
          "executors",
          "provided-by",
          "provided");

  List<Route> routes() {
    return ACTIONS.routes(
        "Known actions, which jobs may name",
        this::search,
        Route.of(GET, "/api/action/{name}", "An action with its parameters' schema", this::get),
        Route.of(DELETE, "/api/action/{name}", "Forget an action", this::deleteAction)
            .query("force"));
  }

  private Response search(Request request) throws IOException {
    ObjectNode page = ACTIONS.search(request, clock, this::visible);
    return Response.ok(page.put("accepts-unknown", actionAvailability.known().acceptsUnknown()));
  }

  private List<ObjectNode> visible(Request request) {
    Map<String, Integer> executors = actionAvailability.executorCounts();
    return actionAvailability.known().all().values().stream()
        .map(action -> view(action, executors))
        .toList();
  }

  private Response get(Request request) {
    ACTIONS.checkQuery(request.caller());
    ActionInfo action = actionAvailability.require(request.segment("name"));
    return Response.ok(view(action, actionAvailability.executorCounts()));
  }

  /**
   * Removes the action from the known actions. Afterwards the server refuses new jobs for the
   * action. Existing jobs stay.
   */
  private Response deleteAction(Request request) {
    if (!request.caller().isAdmin()) {
      throw new ForbiddenException("only administrators may forget an action");
    }
    String name = request.segment("name");
    boolean force = request.query().last("force").map("true"::equals).orElse(false);
    if (!actionAvailability.deleteAction(name, force)) {
      throw actionAvailability.notFound(name);
    }
    return Response.deleted("action/" + name);
  }

  private ObjectNode view(ActionInfo action, Map<String, Integer> executors) {
    ObjectNode doc = JsonNodes.object();
    doc.put("id", "action/" + action.name());
    doc.put("resource-type", "action");
    doc.put("name", action.name());
    doc.put("description", action.description());
    doc.put("plugin", action.plugin());
    doc.set("schema", action.schema());
    doc.set("requires", JsonNodes.texts(action.requires()));
    doc.put("admin-only", action.adminOnly());
    doc.put("flow", action.flow());
    doc.put("executors", executors.getOrDefault(action.name(), 0));
    actionAvailability
        .known()
        .provided(action.name())
        .ifPresent(known -> {
          doc.put("provided-by", known.providedBy());
          JsonNodes.put(doc, "provided", known.provided());
        });
    return doc;
  }
}
