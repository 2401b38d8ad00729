// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.DELETE;
import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;
import static dev.baton.server.Route.Method.PUT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.AclJson;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.access.Right;
import dev.baton.access.User;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.server.Accounts;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.server.SessionCookies;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The resource of the users. Administrators see and change all users; other callers see and change
 * only their own user.
 */
record UserResource(Accounts accounts, SessionCookies sessionCookies, Clock clock) {
  private static final ResourceCollection USERS =
      ResourceCollection.of(
          "user",
          Principals.USER,
          Principals.ADMIN,
          "name",
          "created",
          "updated",
          "state",
          "active",
          "admin");

  /**
   * Attributes that an edit cannot change. A client that edits a whole document sends them back, so
   * an edit accepts their present values.
   */
  private static final Set<String> READ_ONLY =
      Set.of("id", "resource-type", "created", "acl", "state", "name");

  /** Attributes that an edit ignores: their values may have changed since the client read them. */
  private static final Set<String> IGNORED = Set.of("updated", "operations");

  List<Route> routes() {
    String one = "/api/user/{uuid}";
    return USERS.routes(
        "Search users",
        request -> Response.ok(USERS.search(request, clock, this::visible)),
        Route.of(POST, "/api/user", "Add a user", this::add).accepts("user"),
        Route.of(GET, one, "A user", this::get).query("select"),
        Route.of(PUT, one, "Change password, admin or active", this::edit).accepts("user"),
        Route.of(DELETE, one, "Delete a user with keys and sessions", this::delete));
  }

  private List<ObjectNode> visible(Request request) {
    Caller caller = request.caller();
    return accounts.users().stream()
        .filter(user -> isVisible(user, caller))
        .map(user -> view(user, caller))
        .toList();
  }

  private Response add(Request request) throws IOException {
    USERS.checkAdd(request.caller());
    ObjectNode body = request.object();
    boolean templated = body.get("template") instanceof ObjectNode;
    ObjectNode requested = templated ? (ObjectNode) body.get("template") : body;
    String nameOf = templated ? "username" : "name";
    JsonNodes.refuseUnknown(
        requested,
        templated ? "template" : "a user",
        templated
            ? Set.of("href", "username", "password", "email", "admin")
            : Set.of("name", "password", "admin", "description"));
    if (templated && !JsonNodes.text(requested, "href").startsWith("user-template/")) {
      throw new InvalidInputException("attribute 'href' must be 'user-template/minimum'");
    }
    User user =
        accounts.add(
            JsonNodes.text(requested, nameOf),
            JsonNodes.text(requested, "password"),
            Boolean.TRUE.equals(JsonNodes.boolOrNull(requested, "admin")));
    return Response.created(user.id());
  }

  private Response get(Request request) {
    Set<String> select = SearchRequest.select(request.query(), USERS.words());
    return Response.ok(JsonNodes.select(view(required(request), request.caller()), select));
  }

  private Response edit(Request request) throws IOException {
    User user = required(request);
    Caller caller = request.caller();
    ObjectNode body = request.object().remove(IGNORED);
    refuseChanges(body, view(user, caller));
    body.remove(READ_ONLY);
    JsonNodes.refuseUnknown(
        body, "a user", Set.of("password", "current-password", "admin", "active"));
    String password = JsonNodes.textIn(body, "password").orElse(null);
    if (!caller.isAdmin()) {
      checkOwnEdit(user, body, request.remoteAddress());
    }
    User edited =
        accounts.edit(
            user,
            password,
            JsonNodes.boolOrNull(body, "admin"),
            JsonNodes.boolOrNull(body, "active"));
    Response response = Response.ok(view(edited, caller));
    boolean isOwn = password != null && caller.userId().equals(user.id());
    // A new password ends all sessions of the user, also the session of this request. Therefore its
    // cookie is removed.
    return isOwn ? response.with("Set-Cookie", sessionCookies.removal(request)) : response;
  }

  private static void refuseChanges(ObjectNode body, ObjectNode present) {
    // A change of the attribute 'active' changes the state too, so both states are right.
    boolean active = body.path("active").asBoolean(present.path("active").asBoolean());
    if (body.path("state").asText().equals(state(active))) {
      present.put("state", state(active));
    }
    READ_ONLY.stream()
        .filter(name -> body.has(name) && !body.get(name).equals(present.get(name)))
        .sorted()
        .findFirst()
        .ifPresent(name -> {
          throw InvalidInputException.ofAttribute(
              name,
              "attribute '"
                  + name
                  + "' of a user cannot be changed; omit it, or send its present value. Allowed"
                  + " changes: password, admin, active");
        });
  }

  private static String state(boolean active) {
    return active ? "ACTIVE" : "SUSPENDED";
  }

  /** Users may change only their own password, and only if they know the present password. */
  private void checkOwnEdit(User user, ObjectNode body, String address) {
    boolean isSame =
        body.path("admin").asBoolean(user.admin()) == user.admin()
            && body.path("active").asBoolean(user.active()) == user.active();
    if (!isSame) {
      throw new ForbiddenException("only administrators may change 'admin' and 'active'");
    }
    if (body.has("password")) {
      accounts.authenticate(user.name(), JsonNodes.text(body, "current-password"), address);
    }
  }

  private Response delete(Request request) {
    User user = required(request);
    if (!request.caller().isAdmin()) {
      throw new ForbiddenException("invalid credentials for '" + user.id() + "'");
    }
    accounts.delete(user);
    return Response.deleted(user.id());
  }

  private User required(Request request) {
    String id = "user/" + request.segment("uuid");
    USERS.checkQuery(request.caller());
    User user =
        accounts
            .storedUser(id)
            .orElseThrow(() -> new NotFoundException(InputBounds.shown(id) + " not found"));
    if (!isVisible(user, request.caller())) {
      throw new ForbiddenException("invalid credentials for '" + id + "'");
    }
    return user;
  }

  private static boolean isVisible(User user, Caller caller) {
    return caller.isAdmin() || caller.claims().contains(user.id());
  }

  private static ObjectNode view(User user, Caller caller) {
    ObjectNode doc = JsonNodes.object();
    doc.put("id", user.id());
    doc.put("resource-type", "user");
    doc.put("name", user.name());
    JsonNodes.put(doc, "created", user.created());
    JsonNodes.put(doc, "updated", user.updated());
    doc.put("state", state(user.active()));
    doc.put("active", user.active());
    doc.put("admin", user.admin());
    doc.set("acl", AclJson.write(acl(user)));
    ArrayNode operations = doc.putArray("operations");
    operations.addObject().put("rel", "edit").put("href", user.id());
    if (caller.isAdmin()) {
      operations.addObject().put("rel", "delete").put("href", user.id());
    }
    return doc;
  }

  private static Acl acl(User user) {
    return Acl.ownedBy(Principals.ADMIN)
        .with(Right.EDIT_META, user.id())
        .with(Right.VIEW_ACL, user.id());
  }
}
