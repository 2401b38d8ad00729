// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the table of routes. The server finds the handler of a request in this table, and the
 * OpenAPI document is written from it.
 *
 * @param method such as {@code GET}
 * @param path the path, with {@code {name}} for each variable segment
 * @param summary one line for display
 * @param parameters the names of the query parameters that the route understands
 * @param headers the names of the request headers that only some routes understand
 * @param body a description of the request body; empty if there is no body
 * @param bodySchema the JSON Schema of the body; null if there is none
 * @param answerSchema the JSON Schema of the response; null if there is none
 * @param handler answers the requests
 */
public record Route(
    Method method,
    String path,
    String summary,
    List<String> parameters,
    List<String> headers,
    String body,
    @Nullable JsonNode bodySchema,
    @Nullable JsonNode answerSchema,
    Handler handler) {

  /** The HTTP methods of routes. */
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /** Answers requests. May block, because each request has its own virtual thread. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers one request.
     *
     * @throws Exception a Baton exception is mapped to a status by its type, any other exception to
     *     500
     */
    Response handle(Request request) throws Exception;
  }

  public Route {
    parameters = List.copyOf(parameters);
    headers = List.copyOf(headers);
  }

  /** Creates a route without query parameters and body. */
  public static Route of(Method method, String path, String summary, Handler handler) {
    return new Route(method, path, summary, List.of(), List.of(), "", null, null, handler);
  }

  /** The same route with these query parameters. */
  public Route query(String... names) {
    return new Route(
        method, path, summary, List.of(names), headers, body, bodySchema, answerSchema, handler);
  }

  /** The same route with these request headers. */
  public Route headers(String... names) {
    return new Route(
        method, path, summary, parameters, List.of(names), body, bodySchema, answerSchema, handler);
  }

  /** The same route with a request body. */
  public Route accepts(String what) {
    return new Route(
        method, path, summary, parameters, headers, what, bodySchema, answerSchema, handler);
  }

  /** The same route with a request body and its JSON Schema. */
  public Route accepts(String what, JsonNode schema) {
    return new Route(
        method, path, summary, parameters, headers, what, schema, answerSchema, handler);
  }

  /** The same route with the JSON Schema of its response. */
  public Route answers(JsonNode schema) {
    return new Route(method, path, summary, parameters, headers, body, bodySchema, schema, handler);
  }
}
