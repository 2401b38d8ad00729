// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.DELETE;
import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.AclJson;
import dev.baton.access.ApiKey;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.server.ApiKeys;
import dev.baton.server.LoginService;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The resource of the API keys (docs/spec/nuvla.md §6). A key has the rights of the login session
 * in which it was created, or fewer.
 */
record CredentialResource(LoginService loginService, Clock clock, int keysPerUser) {
  private static final String TEMPLATE = "credential-template/generate-api-key";
  private static final ResourceCollection CREDENTIALS =
      ResourceCollection.of(
          "credential",
          Principals.USER,
          Principals.USER,
          "subtype",
          "method",
          "name",
          "created",
          "updated",
          "created-by",
          "expiry",
          "claims",
          "claims/identity",
          "claims/roles");

  List<Route> routes() {
    return CREDENTIALS.routes(
        "Search API keys",
        request -> Response.ok(CREDENTIALS.search(request, clock, this::visible)),
        Route.of(POST, "/api/credential", "Make an API key", this::add).accepts("credential"),
        Route.of(GET, "/api/credential/{uuid}", "An API key", this::get).query("select"),
        Route.of(DELETE, "/api/credential/{uuid}", "Delete an API key", this::delete));
  }

  private List<ObjectNode> visible(Request request) {
    return loginService.keys().all().stream()
        .filter(key -> isVisible(key, request.caller()))
        .map(CredentialResource::view)
        .toList();
  }

  private Response add(Request request) throws IOException {
    Caller caller = request.caller();
    CREDENTIALS.checkAdd(caller);
    if (!caller.userId().startsWith("user/")) {
      throw new ForbiddenException("only users who are logged in can make API keys");
    }
    ObjectNode body = request.object();
    JsonNodes.refuseUnknown(
        body, "a credential", Set.of("template", "name", "description", "acl", "tags"));
    if (!(body.get("template") instanceof ObjectNode template)) {
      throw new InvalidInputException(
          "attribute 'template' is "
              + (body.has("template") ? "no object" : "missing")
              + "; expected {\"template\": {\"href\": \""
              + TEMPLATE
              + "\"}}");
    }
    JsonNodes.refuseUnknown(template, "template", Set.of("href", "ttl", "roles"));
    String href = JsonNodes.text(template, "href");
    if (!href.equals(TEMPLATE)) {
      throw new InvalidInputException(
          "attribute 'href' is '" + InputBounds.shown(href) + "'; allowed: " + TEMPLATE);
    }
    Set<String> claims = claims(caller, template.get("roles"));
    ApiKeys.NewKey made =
        loginService
            .keys()
            .add(
                caller.isAdmin() ? Integer.MAX_VALUE : keysPerUser,
                JsonNodes.textIn(body, "name").orElse(""),
                caller.userId(),
                claims.contains(caller.activeClaim()) || !claims.contains(Principals.EXECUTOR)
                    ? caller.activeClaim()
                    : Principals.EXECUTOR,
                claims,
                ttl(template.get("ttl")));
    String id = made.key().id();
    ObjectNode answer = Response.message(201, id + " created", id).put("secret-key", made.secret());
    return new Response.Json(201, answer, Map.of("Location", id));
  }

  private static @Nullable Duration ttl(@Nullable JsonNode seconds) {
    if (seconds == null) {
      return null;
    }
    if (!seconds.canConvertToExactIntegral()
        || !seconds.canConvertToInt()
        || seconds.intValue() < 0) {
      throw new InvalidInputException(
          "attribute 'ttl' is "
              + InputBounds.shown(seconds.toString())
              + "; expected a whole number of seconds, from 0 to "
              + Integer.MAX_VALUE
              + "; with 0 the key does not expire");
    }
    return seconds.intValue() == 0 ? null : Duration.ofSeconds(seconds.intValue());
  }

  /**
   * Returns the claims of a new key. If the request names no roles, these are the caller's claims
   * except the session. Otherwise they are the claims of the roles, if the caller may grant them.
   */
  private static Set<String> claims(Caller caller, @Nullable JsonNode roles) {
    if (roles == null) {
      Set<String> claims = new LinkedHashSet<>(caller.claims());
      claims.removeIf(claim -> claim.startsWith("session/"));
      return claims;
    }
    Set<String> claims = new LinkedHashSet<>(Set.of(Principals.ANONYMOUS));
    if (!roles.isArray() || roles.isEmpty()) {
      throw new InvalidInputException(
          "attribute 'roles' is '"
              + InputBounds.shown(roles.toString())
              + "'; expected a list that contains executor, user or both");
    }
    for (JsonNode role : roles) {
      claims.addAll(claimsOf(caller, role.asText()));
    }
    return claims;
  }

  private static Set<String> claimsOf(Caller caller, String role) {
    return switch (role) {
      case "executor", Principals.EXECUTOR -> {
        if (!caller.isAdmin() && !caller.claims().contains(Principals.EXECUTOR)) {
          throw new ForbiddenException("only administrators may make keys for executors");
        }
        yield Set.of(Principals.EXECUTOR);
      }
      case "user", Principals.USER -> Set.of(Principals.USER, caller.userId());
      default ->
          throw new InvalidInputException(
              "attribute 'roles' has '" + InputBounds.shown(role) + "'; allowed: executor, user");
    };
  }

  private Response get(Request request) {
    Set<String> select = SearchRequest.select(request.query(), CREDENTIALS.words());
    return Response.ok(JsonNodes.select(view(required(request)), select));
  }

  private Response delete(Request request) {
    String id = required(request).id();
    loginService.keys().delete(id);
    return Response.deleted(id);
  }

  private ApiKey required(Request request) {
    CREDENTIALS.checkQuery(request.caller());
    String id = "credential/" + request.segment("uuid");
    ApiKey key =
        loginService.keys().all().stream()
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .orElseThrow(() ->
                new NotFoundException(id.substring(0, Math.min(80, id.length())) + " not found"));
    if (!isVisible(key, request.caller())) {
      throw new ForbiddenException("invalid credentials for '" + id + "'");
    }
    return key;
  }

  private static boolean isVisible(ApiKey key, Caller caller) {
    return caller.isAdmin() || caller.claims().contains(key.userId());
  }

  private static ObjectNode view(ApiKey key) {
    ObjectNode doc = JsonNodes.object();
    doc.put("id", key.id());
    doc.put("resource-type", "credential");
    doc.put("subtype", "api-key");
    doc.put("method", "generate-api-key");
    JsonNodes.put(doc, "name", key.name().isEmpty() ? null : key.name());
    JsonNodes.put(doc, "created", key.created());
    JsonNodes.put(doc, "updated", key.created());
    doc.put("created-by", key.userId());
    JsonNodes.put(doc, "expiry", key.expiry());
    ObjectNode claims = doc.putObject("claims");
    claims.put("identity", key.userId());
    claims.set("roles", JsonNodes.texts(key.claims().stream().sorted().toList()));
    doc.set("acl", AclJson.write(Acl.ownedBy(key.userId())));
    doc.putArray("operations").addObject().put("rel", "delete").put("href", key.id());
    return doc;
  }
}
