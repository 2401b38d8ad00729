// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.cimi.CimiHttp.CimiRequest;
import dev.baton.cimi.CimiHttp.CimiResponse;
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
final class CimiClient {

  private static final String JOBS = "/api/job";

  private final CimiHttp cimiHttp;
  private final CimiLogin cimiLogin;

  CimiClient(CimiHttp cimiHttp, CimiLogin cimiLogin) {
    this.cimiHttp = cimiHttp;
    this.cimiLogin = cimiLogin;
  }

  /** The address of the server. */
  String endpoint() {
    return cimiHttp.endpoint();
  }

  /** The names of the collections that a server has; asked without a login. */
  static Set<String> collections(CimiHttp cimiHttp) {
    CimiResponse cimiResponse =
        cimiHttp.send(CimiRequest.of("GET", "/api/cloud-entry-point"), Map.of());
    if (cimiResponse.status() >= 500) {
      throw problem(cimiHttp, cimiResponse);
    }
    if (!cimiResponse.isGood() || !cimiResponse.body().path("collections").isObject()) {
      throw new InvalidInputException(
          "the server at "
              + cimiHttp.endpoint()
              + " is no CIMI server: it answers "
              + cimiResponse.status()
              + " to /api/cloud-entry-point; check the address");
    }
    Set<String> names = new HashSet<>();
    cimiResponse.body().path("collections").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * Does nothing if the server answers.
   *
   * @throws UnavailableException if not
   */
  void checkAnswers() {
    CimiResponse cimiResponse =
        cimiHttp.send(CimiRequest.of("GET", "/api/cloud-entry-point"), Map.of());
    if (cimiResponse.status() >= 500) {
      throw problem(cimiHttp, cimiResponse);
    }
  }

  /** A job's document, if there is one. */
  Optional<ObjectNode> find(JobId job) {
    CimiResponse cimiResponse = send(CimiRequest.of("GET", path(job)));
    return cimiResponse.status() == 404
        ? Optional.empty()
        : Optional.of(good(cimiResponse).document());
  }

  /**
   * Edits a job.
   *
   * @param removed attributes to take away
   * @return the document as stored
   */
  ObjectNode edit(JobId job, ObjectNode values, Collection<String> removed) {
    String select = removed.isEmpty() ? "" : "?select=" + encoded(String.join(",", removed));
    return good(send(CimiRequest.json("PUT", path(job) + select, values))).document();
  }

  /** Calls an operation of a job; answers its document. */
  ObjectNode operate(JobId job, String operation) {
    return good(send(CimiRequest.of("POST", path(job) + "/" + operation))).document();
  }

  /** Adds a job; answers its id. */
  JobId add(ObjectNode document) {
    CimiResponse cimiResponse = good(send(CimiRequest.json("POST", JOBS, document)));
    try {
      return JobId.parse(cimiResponse.body().path("resource-id").asText());
    } catch (InvalidInputException e) {
      throw new UnavailableException(
          "the server at " + cimiHttp.endpoint() + " does not say which job it added", e);
    }
  }

  /** Searches; answers the whole answer, with {@code count}, {@code resources} and so on. */
  ObjectNode search(List<FormParameter> parameters) {
    return good(send(CimiRequest.form("PUT", JOBS, form(parameters)))).document();
  }

  /** One parameter of a form; some are there several times. */
  record FormParameter(String name, String value) {}

  /** Removes a job; false if there is none. */
  boolean delete(JobId job) {
    CimiResponse cimiResponse = send(CimiRequest.of("DELETE", path(job)));
    return cimiResponse.status() != 404 && good(cimiResponse).isGood();
  }

  /** Removes all that match; answers how many. */
  long deleteAll(Filter filter) {
    String form = form(List.of(new FormParameter("filter", CimiFilterText.text(filter))));
    CimiResponse cimiResponse = send(CimiRequest.form("DELETE", JOBS, form).with("bulk", "yes"));
    JsonNode deleted = good(cimiResponse).body().path("deleted");
    return deleted.asLong();
  }

  private CimiResponse send(CimiRequest cimiRequest) {
    CimiLogin.CimiSession cimiSession = cimiLogin.session();
    CimiResponse cimiResponse = cimiHttp.send(cimiRequest, cimiSession.headers());
    boolean refused = cimiResponse.status() == 401 || cimiResponse.status() == 403;
    return refused && cimiLogin.canRenew(cimiSession)
        ? cimiHttp.send(cimiRequest, cimiLogin.after(cimiSession).headers())
        : cimiResponse;
  }

  private CimiResponse good(CimiResponse cimiResponse) {
    if (cimiResponse.isGood()) {
      return cimiResponse;
    }
    throw problem(cimiHttp, cimiResponse);
  }

  private static BatonException problem(CimiHttp cimiHttp, CimiResponse cimiResponse) {
    String message =
        "the server at "
            + cimiHttp.endpoint()
            + " answers "
            + cimiResponse.status()
            + (cimiResponse.message().isEmpty() ? "" : ": " + cimiResponse.message());
    return switch (cimiResponse.status()) {
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

  private static String form(List<FormParameter> parameters) {
    List<String> pairs = new ArrayList<>();
    parameters.forEach(
        formParameter -> pairs.add(formParameter.name() + "=" + encoded(formParameter.value())));
    return String.join("&", pairs);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
