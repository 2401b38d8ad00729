// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Principals;
import dev.baton.error.InputBounds;
import dev.baton.error.NotFoundException;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.List;

/**
 * The resource of the engines. Each executor reaches its engines in its own way, so an engine that
 * several executors use is listed once for each of them.
 */
record EngineResource(EngineReports reports, Clock clock) {
  private static final ResourceCollection ENGINES =
      ResourceCollection.of(
          "engine",
          Principals.USER,
          null,
          "name",
          "executor",
          "executor-name",
          "host",
          "status",
          "default",
          "product",
          "version",
          "address",
          "capacity",
          "capacity/cpus",
          "capacity/memory",
          "capacity/jobs",
          "load",
          "load/cpus",
          "load/memory",
          "load/jobs",
          "share",
          "limit",
          "owner-limit",
          "threshold",
          "permissions/name",
          "permissions/needed",
          "permissions/refusal",
          "error",
          "last-error",
          "last-error-at",
          "checked");

  List<Route> routes() {
    return ENGINES.routes(
        "The engines of the live executors",
        this::search,
        Route.of(GET, "/api/engine/{uuid}", "An engine, as one executor reaches it", this::get));
  }

  private Response search(Request request) throws IOException, InterruptedException {
    ENGINES.checkQuery(request.caller());
    List<ObjectNode> all = reports.all();
    return Response.ok(ENGINES.search(request, clock, each -> all));
  }

  private Response get(Request request) throws InterruptedException {
    ENGINES.checkQuery(request.caller());
    String id = "engine/" + request.segment("uuid");
    return Response.ok(
        reports.all().stream()
            .filter(engine -> engine.path("id").asText().equals(id))
            .findFirst()
            .orElseThrow(() ->
                new NotFoundException(
                    InputBounds.shown(id) + " not found; GET /api/engine lists the engines")));
  }
}
