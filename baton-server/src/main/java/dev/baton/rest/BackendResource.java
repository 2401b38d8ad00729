// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.protocol.Protocol;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.server.remoteexecutor.BackendCallHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The route for the protocol calls of remote executors and distributors. */
record BackendResource(BackendCallHandler calls) {

  List<Route> routes() {
    return List.of(
        Route.of(
                POST,
                "/api/backend/{port}/{method}",
                "A protocol call of an executor without its own store",
                this::call)
            .accepts("arguments"));
  }

  private Response call(Request request) throws Exception {
    Caller caller = request.caller();
    if (!caller.isAdmin() && !caller.claims().contains(Principals.EXECUTOR)) {
      throw new ForbiddenException(
          "credentials required: an administrator's, or an API key made for executors");
    }
    Protocol.checkVersion("the client", request.header(Protocol.VERSION_HEADER).orElse(null));
    String port = request.segment("port");
    String method = request.segment("method");
    JsonNode body = request.batchJson();
    Map<String, String> version = Map.of(Protocol.VERSION_HEADER, Protocol.VERSION);
    Optional<BackendCallHandler.WaitingCall> waiting = calls.waiting(caller, port, method, body);
    return waiting.isPresent()
        ? new Response.Awaited(blank -> waiting.get().await(blank::send), version)
        : new Response.Json(200, calls.call(caller, port, method, body), version);
  }
}
