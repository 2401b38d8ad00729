// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.AclJson;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.error.NotFoundException;
import dev.baton.server.HttpStatusException;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The entry point of the API, and the response for paths without a route (docs/spec/nuvla.md §1).
 */
record CloudEntryPoint(List<String> collections, Instant started) {
  private static final String PATH = "/api/cloud-entry-point";
  private static final int MAX_SHOWN = 200;
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

  /** Answers a request for a path that no route has. */
  Response fallback(Request request) {
    String path = request.path();
    String shown = path.length() > MAX_SHOWN ? path.substring(0, MAX_SHOWN) + "…" : path;
    if (!path.equals("/api") && !path.startsWith("/api/")) {
      // Nuvla answers such a path with a redirect to the entry point. Baton answers 404, because a
      // health probe with a mistyped path must fail.
      throw new NotFoundException("there is nothing at '" + shown + "'; the API begins at " + PATH);
    }
    if (path.length() <= "/api/".length()) {
      return new Response.Content(
          302, "text/plain", bytes("see " + PATH), Map.of("Location", PATH));
    }
    List<String> segments = List.of(path.substring("/api/".length()).split("/"));
    if (segments.size() > 3) {
      throw new NotFoundException("unknown resource");
    }
    if (segments.size() == 3 && collections.contains(segments.getFirst())) {
      throw new NotFoundException("undefined action (" + request.method() + " " + shown + ")");
    }
    throw HttpStatusException.method(request.method(), shown);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
