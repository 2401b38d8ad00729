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
import dev.baton.protocol.LoginJson;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.time.Instant;
import java.util.List;

/** Lists the ways to log in. */
final class SessionTemplates {

  private static final ResourceCollection TEMPLATES =
      ResourceCollection.of(
          "session-template",
          Principals.ANONYMOUS,
          null,
          "created",
          "updated",
          "name",
          "description",
          "method",
          "instance");
  private static final Acl OPEN =
      Acl.ownedBy(Principals.ADMIN).with(Right.VIEW_DATA, Principals.ANONYMOUS);

  private final Clock clock;
  private final List<ObjectNode> documents;

  SessionTemplates(LoginMethods methods, Clock clock) {
    this.clock = clock;
    Instant now = clock.now();
    this.documents = methods.all().stream().map(method -> document(method, now)).toList();
  }

  List<Route> routes() {
    return TEMPLATES.routes(
        "Ways to log in",
        request -> Response.ok(TEMPLATES.search(request, clock, each -> documents)),
        Route.of(GET, "/api/session-template/{uuid}", "A way to log in", this::get));
  }

  private Response get(Request request) {
    String id = LoginJson.template(request.segment("uuid"));
    return documents.stream()
        .filter(document -> document.get("id").textValue().equals(id))
        .findFirst()
        .map(Response::ok)
        .orElseThrow(() -> new NotFoundException("session-template not found"));
  }

  private static ObjectNode document(LoginMethod method, Instant now) {
    ObjectNode doc = JsonNodes.object();
    doc.put("id", method.template());
    doc.put("resource-type", "session-template");
    JsonNodes.put(doc, "created", now);
    JsonNodes.put(doc, "updated", now);
    doc.put("name", method.name());
    doc.put("description", method.description());
    doc.put("method", method.name());
    doc.put("instance", method.name());
    doc.set("acl", AclJson.write(OPEN));
    return doc;
  }
}
