// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the table from which requests are served and the OpenAPI document is written.
 *
 * @param method such as {@code GET}
 * @param path with {@code {name}} for each variable segment
 * @param summary one line for people
 * @param parameters names of the query parameters that it understands
 * @param body what the request body is; empty when there is none
 * @param bodySchema JSON Schema of the body; null where the body says all
 * @param answerSchema JSON Schema of the answer; null where none is written
 * @param handler what answers
 */
public record Route(
    Method method,
    String path,
    String summary,
    List<String> parameters,
    String body,
    @Nullable JsonNode bodySchema,
    @Nullable JsonNode answerSchema,
    Handler handler) {

  /** What clients may do with a path. */
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /** Answers requests; may block, since each runs on a virtual thread of its own. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers one request.
     *
     * @throws Exception is mapped to a status by its type; what is not Baton's own becomes a 500
     */
    Response handle(Request request) throws Exception;
  }

  public Route {
    parameters = List.copyOf(parameters);
  }

  /** A route without query parameters or body. */
  public static Route of(Method method, String path, String summary, Handler handler) {
    return new Route(method, path, summary, List.of(), "", null, null, handler);
  }

  /** The same, with the query parameters that it understands. */
  public Route query(String... names) {
    return new Route(
        method, path, summary, List.of(names), body, bodySchema, answerSchema, handler);
  }

  /** The same, with what its body is. */
  public Route accepts(String what) {
    return new Route(method, path, summary, parameters, what, bodySchema, answerSchema, handler);
  }

  /** The same, with what its body is and the JSON Schema of it. */
  public Route accepts(String what, JsonNode schema) {
    return new Route(method, path, summary, parameters, what, schema, answerSchema, handler);
  }

  /** The same, with the JSON Schema of its answer. */
  public Route answers(JsonNode schema) {
    return new Route(method, path, summary, parameters, body, bodySchema, schema, handler);
  }
}
