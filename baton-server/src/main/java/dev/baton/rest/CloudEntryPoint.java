// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.AclJson;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.time.Instant;
import java.util.List;

/** The entry point of the API (docs/spec/nuvla.md §1). */
record CloudEntryPoint(List<String> collections, Instant started) {
  /** Where the API begins. */
  static final String PATH = "/api/cloud-entry-point";

  private static final Acl OPEN =
      Acl.ownedBy(Principals.ADMIN).with(Right.VIEW_DATA, Principals.ANONYMOUS);

  List<Route> routes() {
    return List.of(Route.of(GET, PATH, "The collections of this server", this::get));
  }

  private Response get(Request request) {
    ObjectNode body = JsonNodes.object();
    body.put("id", "cloud-entry-point");
    body.put("resource-type", "cloud-entry-point");
    body.put("base-uri", request.baseUri());
    ObjectNode hrefs = body.putObject("collections");
    collections.forEach(name -> hrefs.putObject(name).put("href", name));
    JsonNodes.put(body, "created", started);
    JsonNodes.put(body, "updated", started);
    body.set("acl", AclJson.write(OPEN));
    return Response.ok(body);
  }
}
