// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.server.Authenticator;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the OpenAPI document from the routes that the server serves. */
final class OpenApiDocument {

  private static final RouteSchemas SCHEMAS = new RouteSchemas();
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)\\}");

  private final Route own =
      Route.of(Route.Method.GET, "/api/openapi.json", "This document", request -> document());
  private final ObjectNode document;

  OpenApiDocument(List<Route> routes) {
    this.document = write(routes);
    add(document.withObject("/paths"), own);
  }

  List<Route> routes() {
    return List.of(own);
  }

  private Response document() {
    return Response.ok(document);
  }

  private static ObjectNode write(List<Route> routes) {
    ObjectNode doc = JsonNodes.object();
    doc.put("openapi", "3.1.0");
    doc.putObject("info")
        .put("title", "Baton")
        .put("version", "1")
        .put("description", "Jobs, actions, executors and schedules, as CIMI resources.");
    ObjectNode paths = doc.putObject("paths");
    routes.forEach(route -> add(paths, route));
    ObjectNode components = doc.putObject("components");
    ObjectNode schemas = components.putObject("schemas");
    schemas.set("error", errorSchema());
    ObjectNode schemes = components.putObject("securitySchemes");
    schemes
        .putObject("session")
        .put("type", "apiKey")
        .put("in", "cookie")
        .put("name", Authenticator.COOKIE);
    schemes.putObject("key").put("type", "http").put("scheme", "basic");
    doc.putArray("security").add(requirement("session")).add(requirement("key"));
    return doc;
  }

  private static ObjectNode requirement(String scheme) {
    ObjectNode requirement = JsonNodes.object();
    requirement.putArray(scheme);
    return requirement;
  }

  private static ObjectNode errorSchema() {
    ObjectNode schema = JsonNodes.object();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("status").put("type", "integer");
    properties.putObject("message").put("type", "string");
    properties.putObject("resource-id").put("type", "string");
    properties.putObject("code").put("type", "string");
    ObjectNode fields = properties.putObject("fields");
    fields
        .put("type", "array")
        .put(
            "description",
            "The values of the body that are wrong; empty or absent if the error is not about"
                + " single values");
    ObjectNode field = fields.putObject("items").put("type", "object");
    ObjectNode members = field.putObject("properties");
    JsonNodes.property(
        members, "pointer", "string", "JSON pointer of the value, such as /payload/command/0");
    JsonNodes.property(members, "message", "string", "Why the value is wrong");
    field.putArray("required").add("pointer").add("message");
    schema.putArray("required").add("status").add("message");
    return schema;
  }

  private static void add(ObjectNode paths, Route route) {
    String method = route.method().name().toLowerCase(Locale.ROOT);
    ObjectNode operation = path(paths, route.path()).putObject(method);
    operation.put("summary", route.summary());
    operation.put("operationId", operationId(method, route.path()));
    parameters(operation, route);
    if (!route.body().isEmpty()) {
      body(operation, route);
    }
    ObjectNode responses = operation.putObject("responses");
    ObjectNode done = responses.putObject("2XX").put("description", "Done");
    JsonNode answer = SCHEMAS.answer(route);
    if (answer != null) {
      done.putObject("content").putObject("application/json").set("schema", answer);
    }
    responses
        .putObject("default")
        .put("description", "An error")
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/error");
  }

  private static ObjectNode path(ObjectNode paths, String path) {
    return paths.get(path) instanceof ObjectNode known ? known : paths.putObject(path);
  }

  private static String operationId(String method, String path) {
    return method + path.replaceAll("[{}.]", "").replaceAll("[/-]+", "_");
  }

  private static void parameters(ObjectNode operation, Route route) {
    Matcher variables = VARIABLE.matcher(route.path());
    while (variables.find()) {
      parameter(operation, variables.group(1), "path").put("required", true);
    }
    route.parameters().forEach(name -> parameter(operation, name, "query"));
    route.headers().forEach(name -> parameter(operation, name, "header"));
  }

  private static ObjectNode parameter(ObjectNode operation, String name, String in) {
    ObjectNode parameter = operation.withArray("/parameters").addObject();
    parameter.put("name", name).put("in", in);
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  private static void body(ObjectNode operation, Route route) {
    boolean form = route.body().equals("form");
    operation
        .putObject("requestBody")
        .put("description", route.body())
        .putObject("content")
        .putObject(form ? "application/x-www-form-urlencoded" : "application/json")
        .set("schema", RouteSchemas.request(route));
  }
}
