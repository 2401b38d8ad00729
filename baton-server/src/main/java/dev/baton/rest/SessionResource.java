// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.DELETE;
import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Principals;
import dev.baton.access.Session;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.protocol.LoginJson;
import dev.baton.server.Authenticator;
import dev.baton.server.LoginService;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.server.SessionCookies;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The resource of login sessions: logs users in and out, and shows the caller's session
 * (docs/spec/nuvla.md §6).
 */
record SessionResource(
    LoginService loginService,
    LoginMethods loginMethods,
    SessionCookies sessionCookies,
    Clock clock) {
  private static final ResourceCollection SESSIONS =
      ResourceCollection.of(
          "session",
          Principals.ANONYMOUS,
          Principals.ANONYMOUS,
          "created",
          "updated",
          "created-by",
          "method",
          "user",
          "identifier",
          "client-ip",
          "user-agent",
          "template",
          "template/href",
          "expiry",
          "roles",
          "active-claim");

  /** The parameter of a search for the sessions of all users. */
  private static final String ALL = "all";

  private static final int MOST_LISTED = 1_000;

  List<Route> routes() {
    return allRoutes().stream().map(SessionResource::withParameter).toList();
  }

  private static Route withParameter(Route route) {
    if (!route.path().equals("/api/session") || route.method() == POST) {
      return route;
    }
    return route.query(
        Stream.concat(route.parameters().stream(), Stream.of(ALL)).toArray(String[]::new));
  }

  private List<Route> allRoutes() {
    String one = "/api/session/{uuid}";
    return SESSIONS.routes(
        "The caller's own session; with 'all=true', those of all users (administrators)",
        request -> Response.ok(SESSIONS.search(request, clock, this::visible)),
        Route.of(POST, "/api/session", "Log in", this::login).accepts("session"),
        Route.of(GET, one, "The caller's session", request -> Response.ok(view(own(request)))),
        Route.of(DELETE, one, "Log out; administrators end any session", this::logout),
        Route.of(POST, one + "/switch-group", "Act as a group", this::switchGroup)
            .accepts("switch-group"),
        Route.of(POST, one + "/get-groups", "Groups to switch to", this::groups),
        Route.of(GET, one + "/get-groups", "Groups to switch to", this::groups),
        Route.of(POST, one + "/get-peers", "Users of the same groups", this::peers),
        Route.of(GET, one + "/get-peers", "Users of the same groups", this::peers));
  }

  private List<ObjectNode> visible(Request request) {
    if (request.query().last(ALL).filter("true"::equals).isEmpty()) {
      return current(request).map(SessionResource::view).stream().toList();
    }
    if (!request.caller().isAdmin()) {
      throw new ForbiddenException("only administrators may see the sessions of all users");
    }
    return loginService.sessions(MOST_LISTED).stream().map(SessionResource::viewOfOther).toList();
  }

  private Optional<Session> current(Request request) {
    String id = request.caller().sessionId();
    return id == null
        ? Optional.empty()
        : sessions(request).filter(session -> session.id().equals(id)).findFirst();
  }

  /** The sessions whose cookies the client sends. */
  private Stream<Session> sessions(Request request) {
    return request.cookies(Authenticator.COOKIE).stream()
        .flatMap(token -> loginService.sessionOf(token).stream());
  }

  private Response login(Request request) throws IOException {
    LoginService.OpenedSession openedSession = loginMethods.open(request);
    return Response.created(openedSession.session().id())
        .with("Set-Cookie", cookie(request, openedSession));
  }

  private String cookie(Request request, LoginService.OpenedSession openedSession) {
    return sessionCookies.cookie(
        request, Authenticator.COOKIE, openedSession.token(), openedSession.session().expiry());
  }

  private Response logout(Request request) {
    String id = id(request);
    boolean isOwn = current(request).filter(session -> session.id().equals(id)).isPresent();
    if (!isOwn && request.caller().isAdmin()) {
      loginService.logout(id);
      return Response.deleted(id);
    }
    loginService.logout(own(request).id());
    Response response = Response.deleted(id).with("Set-Cookie", sessionCookies.removal(request));
    // After a change of base-path, the browser may have the cookie of a former session, with which
    // the user would still be logged in. A cookie of another server on the same host stays.
    List<Session> former = sessions(request).toList();
    if (former.isEmpty()) {
      return response;
    }
    former.forEach(session -> loginService.logout(session.id()));
    for (String removal : sessionCookies.removalsAbove(request)) {
      response = response.with("Set-Cookie", removal);
    }
    return response;
  }

  private Response switchGroup(Request request) throws IOException {
    Session session = own(request);
    ObjectNode body = request.object();
    JsonNodes.refuseUnknown(body, "switch-group", Set.of("claim", "extended"));
    LoginService.OpenedSession switched =
        loginService.switchGroup(session, JsonNodes.text(body, "claim"));
    return Response.ok(view(switched.session())).with("Set-Cookie", cookie(request, switched));
  }

  private Response groups(Request request) {
    Session session = own(request);
    ObjectNode body = JsonNodes.object();
    body.set("groups", JsonNodes.texts(loginService.groupsOf(session)));
    return Response.ok(body);
  }

  private Response peers(Request request) {
    own(request);
    return Response.ok(JsonNodes.object());
  }

  private static String id(Request request) {
    String id = "session/" + request.segment("uuid");
    if (id.length() > 100) {
      throw new InvalidInputException("the session's id is too long");
    }
    return id;
  }

  private Session own(Request request) {
    String id = id(request);
    return current(request)
        .filter(session -> session.id().equals(id))
        .orElseThrow(() -> new ForbiddenException("invalid credentials for '" + id + "'"));
  }

  /** A session as administrators see it in a list: they can only end it. */
  private static ObjectNode viewOfOther(Session session) {
    ObjectNode doc = view(session);
    doc.putArray("operations").add(operation("delete", session.id()));
    return doc;
  }

  private static ObjectNode view(Session session) {
    String id = session.id();
    ObjectNode doc = JsonNodes.object();
    doc.put("id", id);
    doc.put("resource-type", "session");
    JsonNodes.put(doc, "created", session.created());
    JsonNodes.put(doc, "updated", session.created());
    doc.put("created-by", session.userId());
    doc.put("method", session.method());
    doc.put("user", session.userId());
    doc.put("identifier", session.identifier());
    doc.put("client-ip", session.client().address());
    doc.put("user-agent", session.client().userAgent());
    doc.putObject("template").put("href", LoginJson.template(session.method()));
    JsonNodes.put(doc, "expiry", session.expiry());
    doc.put("roles", String.join(" ", session.claims().stream().sorted().toList()));
    if (!session.activeClaim().equals(session.userId())) {
      doc.put("active-claim", session.activeClaim());
    }
    doc.putObject("acl").putArray("owners").add(id);
    doc.putArray("operations")
        .add(operation("delete", id))
        .add(operation("switch-group", id + "/switch-group"))
        .add(operation("get-groups", id + "/get-groups"))
        .add(operation("get-peers", id + "/get-peers"));
    return doc;
  }

  private static ObjectNode operation(String rel, String href) {
    return JsonNodes.object().put("rel", rel).put("href", href);
  }
}
