// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.httpclient.HttpTransport;
import dev.baton.httpclient.HttpTransport.ServerRequest;
import dev.baton.httpclient.HttpTransport.ServerResponse;
import dev.baton.httpclient.SessionClient;
import dev.baton.job.JobId;
import dev.baton.service.UnreadableRecords;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends requests to a CIMI server and translates its errors into exceptions. If the server rejects
 * the login session, logs in again and repeats the request once; does not repeat requests for other
 * reasons. Thread-safe.
 */
final class CimiClient {

  private static final String JOBS = "/api/job";

  private final HttpTransport httpTransport;
  private final SessionClient sessionClient;
  private final UnreadableRecords unreadableJobs = new UnreadableRecords("jobs of the CIMI server");

  CimiClient(HttpTransport httpTransport, SessionClient sessionClient) {
    this.httpTransport = httpTransport;
    this.sessionClient = sessionClient;
  }

  UnreadableRecords unreadableJobs() {
    return unreadableJobs;
  }

  String endpoint() {
    return httpTransport.endpoint();
  }

  /** Returns the names of the server's collections. Does not log in. */
  static Set<String> collections(HttpTransport httpTransport) {
    ServerResponse serverResponse = entryPoint(httpTransport);
    JsonNode collections = serverResponse.json().path("collections");
    if (!serverResponse.isGood() || !collections.isObject()) {
      throw new InvalidInputException(
          "the server at "
              + httpTransport.endpoint()
              + " is not a CIMI server: it answers "
              + serverResponse.status()
              + " to /api/cloud-entry-point; check the address");
    }
    Set<String> names = new HashSet<>();
    collections.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static ServerResponse entryPoint(HttpTransport httpTransport) {
    ServerResponse serverResponse =
        httpTransport.send(ServerRequest.of("GET", "/api/cloud-entry-point"));
    if (serverResponse.status() >= 500) {
      throw httpTransport.problem(serverResponse, "");
    }
    return serverResponse;
  }

  /**
   * Checks that the server answers.
   *
   * @throws UnavailableException if it does not answer
   */
  void checkAnswers() {
    entryPoint(httpTransport);
  }

  Optional<ObjectNode> find(JobId job) {
    ServerResponse serverResponse = sessionClient.send(ServerRequest.of("GET", path(job)));
    return serverResponse.status() == 404
        ? Optional.empty()
        : Optional.of(good(serverResponse).document());
  }

  /**
   * Edits a job.
   *
   * @param removed the attributes to remove
   * @return the document as stored
   */
  ObjectNode edit(JobId job, ObjectNode values, Collection<String> removed) {
    String select = removed.isEmpty() ? "" : "?select=" + encoded(String.join(",", removed));
    return good(sessionClient.send(ServerRequest.json("PUT", path(job) + select, values)))
        .document();
  }

  /** Calls an operation of a job, such as cancel. Returns the document in the server's answer. */
  ObjectNode operate(JobId job, String operation) {
    return good(sessionClient.send(ServerRequest.of("POST", path(job) + "/" + operation)))
        .document();
  }

  /** Adds a job. Returns the id that the server gave it. */
  JobId add(ObjectNode document) {
    ServerResponse serverResponse =
        good(sessionClient.send(ServerRequest.json("POST", JOBS, document)));
    try {
      return JobId.parse(serverResponse.json().path("resource-id").asText());
    } catch (InvalidInputException e) {
      throw new UnavailableException(
          "the server at "
              + httpTransport.endpoint()
              + " added a job, but its answer has no valid job id",
          e);
    }
  }

  /** Searches jobs. Returns the whole answer, including {@code count} and {@code resources}. */
  ObjectNode search(List<FormParameter> parameters) {
    return good(sessionClient.send(ServerRequest.form("PUT", JOBS, form(parameters)))).document();
  }

  /** One parameter of a form. A form may contain several parameters with the same name. */
  record FormParameter(String name, String value) {}

  /** Deletes a job. Returns false if there is no such job. */
  boolean delete(JobId job) {
    ServerResponse serverResponse = sessionClient.send(ServerRequest.of("DELETE", path(job)));
    return serverResponse.status() != 404 && good(serverResponse).isGood();
  }

  /** Deletes all jobs that match. Returns their number. */
  long deleteAll(Filter filter) {
    String form = form(List.of(new FormParameter("filter", CimiFilterText.text(filter))));
    ServerResponse serverResponse =
        sessionClient.send(ServerRequest.form("DELETE", JOBS, form).with("bulk", "yes"));
    JsonNode deleted = good(serverResponse).json().path("deleted");
    return deleted.asLong();
  }

  private ServerResponse good(ServerResponse serverResponse) {
    if (serverResponse.isGood()) {
      return serverResponse;
    }
    throw httpTransport.problem(serverResponse, "");
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
