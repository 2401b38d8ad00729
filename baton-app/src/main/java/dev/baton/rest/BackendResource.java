// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.server.Reply;
import dev.baton.server.Request;
import dev.baton.server.Route;
import dev.baton.wire.Wire;
import java.util.List;

/** Where executors without a store of their own come in. */
record BackendResource(ExecutorCalls calls) {

  List<Route> routes() {
    return List.of(
        Route.of(
                POST,
                "/api/backend/{port}/{method}",
                "A call of an executor that has only the server's address",
                this::call)
            .accepts("arguments"));
  }

  private Reply call(Request request) throws Exception {
    Caller caller = request.caller();
    if (!caller.isAdmin() && !caller.claims().contains(Principals.EXECUTOR)) {
      throw new ForbiddenException(
          "credentials required: an administrator's, or an API key made for executors");
    }
    Wire.checkProtocol("the client", request.header(Wire.HEADER).orElse(null));
    JsonNode reply =
        calls.call(caller, request.segment("port"), request.segment("method"), request.batchJson());
    return Reply.ok(reply).with(Wire.HEADER, Wire.PROTOCOL);
  }
}
