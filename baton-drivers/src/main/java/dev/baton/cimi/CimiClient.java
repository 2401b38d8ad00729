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
 * Sends requests to a CIMI server and translates its errors into exceptions. A rejected request is
 * repeated once in a new login session; no other request is repeated. Thread-safe.
 */
final class CimiClient {

  private static final String JOBS = "/api/job";

  private final CimiHttp cimiHttp;
  private final CimiLogin cimiLogin;

  CimiClient(CimiHttp cimiHttp, CimiLogin cimiLogin) {
    this.cimiHttp = cimiHttp;
    this.cimiLogin = cimiLogin;
  }

  String endpoint() {
    return cimiHttp.endpoint();
  }

  /** Returns the names of the server's collections. Does not log in. */
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
              + " is not a CIMI server: it answers "
              + cimiResponse.status()
              + " to /api/cloud-entry-point; check the address");
    }
    Set<String> names = new HashSet<>();
    cimiResponse.body().path("collections").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * Checks that the server answers.
   *
   * @throws UnavailableException if it does not answer
   */
  void checkAnswers() {
    CimiResponse cimiResponse =
        cimiHttp.send(CimiRequest.of("GET", "/api/cloud-entry-point"), Map.of());
    if (cimiResponse.status() >= 500) {
      throw problem(cimiHttp, cimiResponse);
    }
  }

  Optional<ObjectNode> find(JobId job) {
    CimiResponse cimiResponse = send(CimiRequest.of("GET", path(job)));
    return cimiResponse.status() == 404
        ? Optional.empty()
        : Optional.of(good(cimiResponse).document());
  }

  /**
   * Edits a job.
   *
   * @param removed the attributes to remove
   * @return the document as stored
   */
  ObjectNode edit(JobId job, ObjectNode values, Collection<String> removed) {
    String select = removed.isEmpty() ? "" : "?select=" + encoded(String.join(",", removed));
    return good(send(CimiRequest.json("PUT", path(job) + select, values))).document();
  }

  /** Calls an operation of a job. Returns the document that the server answers. */
  ObjectNode operate(JobId job, String operation) {
    return good(send(CimiRequest.of("POST", path(job) + "/" + operation))).document();
  }

  /** Adds a job. Returns the id that the server gave it. */
  JobId add(ObjectNode document) {
    CimiResponse cimiResponse = good(send(CimiRequest.json("POST", JOBS, document)));
    try {
      return JobId.parse(cimiResponse.body().path("resource-id").asText());
    } catch (InvalidInputException e) {
      throw new UnavailableException(
          "the server at "
              + cimiHttp.endpoint()
              + " added a job, but its answer has no valid job id",
          e);
    }
  }

  /** Searches jobs. Returns the whole answer, including {@code count} and {@code resources}. */
  ObjectNode search(List<FormParameter> parameters) {
    return good(send(CimiRequest.form("PUT", JOBS, form(parameters)))).document();
  }

  /** One parameter of a form. A form may contain several parameters with the same name. */
  record FormParameter(String name, String value) {}

  /** Deletes a job. Returns false if there is no such job. */
  boolean delete(JobId job) {
    CimiResponse cimiResponse = send(CimiRequest.of("DELETE", path(job)));
    return cimiResponse.status() != 404 && good(cimiResponse).isGood();
  }

  /** Deletes all jobs that match. Returns their number. */
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
