// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.cimi.Http.Answer;
import dev.baton.cimi.Http.Request;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.JobId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The requests that are made of a CIMI server, and what its errors mean. A refusal is repeated once
 * in a new session; nothing else is repeated. Thread-safe.
 */
final class Api {

  private static final String JOBS = "/api/job";

  private final Http http;
  private final Login login;

  Api(Http http, Login login) {
    this.http = http;
    this.login = login;
  }

  /** The address of the server. */
  String endpoint() {
    return http.endpoint();
  }

  /** The names of the collections that a server has; asked without a login. */
  static Set<String> collections(Http http) {
    Answer answer = http.send(Request.of("GET", "/api/cloud-entry-point"), Map.of());
    if (answer.status() >= 500) {
      throw problem(http, answer);
    }
    if (!answer.isGood() || !answer.body().path("collections").isObject()) {
      throw new InvalidInputException(
          "the server at "
              + http.endpoint()
              + " is no CIMI server: it answers "
              + answer.status()
              + " to /api/cloud-entry-point; check the address");
    }
    Set<String> names = new HashSet<>();
    answer.body().path("collections").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * Does nothing if the server answers.
   *
   * @throws UnavailableException if not
   */
  void checkAnswers() {
    Answer answer = http.send(Request.of("GET", "/api/cloud-entry-point"), Map.of());
    if (answer.status() >= 500) {
      throw problem(http, answer);
    }
  }

  /** A job's document, if there is one. */
  Optional<ObjectNode> find(JobId job) {
    Answer answer = send(Request.of("GET", path(job)));
    return answer.status() == 404 ? Optional.empty() : Optional.of(good(answer).document());
  }

  /**
   * Edits a job.
   *
   * @param removed attributes to take away
   * @return the document as stored
   */
  ObjectNode edit(JobId job, ObjectNode values, Collection<String> removed) {
    String select = removed.isEmpty() ? "" : "?select=" + encoded(String.join(",", removed));
    return good(send(Request.json("PUT", path(job) + select, values))).document();
  }

  /** Calls an operation of a job; answers its document. */
  ObjectNode operate(JobId job, String operation) {
    return good(send(Request.of("POST", path(job) + "/" + operation))).document();
  }

  /** Adds a job; answers its id. */
  JobId add(ObjectNode document) {
    Answer answer = good(send(Request.json("POST", JOBS, document)));
    try {
      return JobId.parse(answer.body().path("resource-id").asText());
    } catch (InvalidInputException e) {
      throw new UnavailableException(
          "the server at " + http.endpoint() + " does not say which job it added", e);
    }
  }

  /** Searches; answers the whole answer, with {@code count}, {@code resources} and so on. */
  ObjectNode search(List<Parameter> parameters) {
    return good(send(Request.form("PUT", JOBS, form(parameters)))).document();
  }

  /** One parameter of a form; some are there several times. */
  record Parameter(String name, String value) {}

  /** Removes a job; false if there is none. */
  boolean delete(JobId job) {
    Answer answer = send(Request.of("DELETE", path(job)));
    return answer.status() != 404 && good(answer).isGood();
  }

  /** Removes all that match; answers how many. */
  long deleteAll(Filter filter) {
    String form = form(List.of(new Parameter("filter", FilterQuery.text(filter))));
    Answer answer = send(Request.form("DELETE", JOBS, form).with("bulk", "yes"));
    JsonNode deleted = good(answer).body().path("deleted");
    return deleted.asLong();
  }

  private Answer send(Request request) {
    Login.Session session = login.session();
    Answer answer = http.send(request, session.headers());
    boolean refused = answer.status() == 401 || answer.status() == 403;
    return refused && login.canRenew(session)
        ? http.send(request, login.after(session).headers())
        : answer;
  }

  private Answer good(Answer answer) {
    if (answer.isGood()) {
      return answer;
    }
    throw problem(http, answer);
  }

  private static BatonException problem(Http http, Answer answer) {
    String message =
        "the server at "
            + http.endpoint()
            + " answers "
            + answer.status()
            + (answer.message().isEmpty() ? "" : ": " + answer.message());
    return switch (answer.status()) {
      case 401, 403 -> new ForbiddenException(message);
      case 404, 405 -> new NotFoundException(message);
      case 409 -> new ConflictException(message);
      case 400, 413, 415, 422 -> new InvalidInputException(message);
      default -> new UnavailableException(message);
    };
  }

  private static String path(JobId job) {
    return "/api/" + job;
  }

  private static String form(List<Parameter> parameters) {
    List<String> pairs = new ArrayList<>();
    parameters.forEach(parameter -> pairs.add(parameter.name() + "=" + encoded(parameter.value())));
    return String.join("&", pairs);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
