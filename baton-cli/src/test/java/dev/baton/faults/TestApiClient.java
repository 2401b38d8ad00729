// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client of the API for the tests. */
final class TestApiClient {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final int PAGE = 1000;

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final URI base;

  private TestApiClient(URI base) {
    this.base = base;
  }

  static TestApiClient login(String endpoint, String user, String password) {
    TestApiClient client = new TestApiClient(URI.create(endpoint));
    ObjectNode session = JSON.createObjectNode();
    session
        .putObject("template")
        .put("href", "session-template/password")
        .put("username", user)
        .put("password", password);
    assertThat(client.send("POST", "session", session.toString()).statusCode()).isEqualTo(201);
    return client;
  }

  HttpResponse<String> send(String method, String path, String body) {
    return send(method, path, body, Map.of());
  }

  private HttpResponse<String> send(
      String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/api/").resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode get(String path) {
    HttpResponse<String> response = send("GET", path, "");
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    return read(response.body());
  }

  /** Posts jobs in one request and returns their ids. */
  List<String> post(List<ObjectNode> jobs) {
    ArrayNode body = JSON.createArrayNode().addAll(jobs);
    HttpResponse<String> response = send("POST", "job", body.toString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    List<String> ids = new ArrayList<>();
    read(response.body()).get("resources").forEach(job -> ids.add(job.get("resource-id").asText()));
    return ids;
  }

  /** Posts a job with these headers, after an executor has announced its action. */
  String post(ObjectNode job, Map<String, String> headers) {
    await().atMost(Duration.ofSeconds(30)).until(() -> knows(job.path("action").asText()));
    HttpResponse<String> response = send("POST", "job", job.toString(), headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return read(response.body()).get("resource-id").asText();
  }

  /** The number of jobs in each state. */
  Map<String, Long> states() {
    Map<String, Long> states = new HashMap<>();
    get("job?last=0&aggregation=terms:state")
        .at("/aggregations/terms:state/buckets")
        .forEach(
            bucket -> states.put(bucket.get("key").asText(), bucket.get("doc_count").asLong()));
    return states;
  }

  /** Reads all jobs, page by page. */
  List<JsonNode> allJobs() {
    List<JsonNode> jobs = new ArrayList<>();
    int before;
    do {
      before = jobs.size();
      get("job?orderby=id:asc&first=%d&last=%d".formatted(before + 1, before + PAGE))
          .get("resources")
          .forEach(jobs::add);
    } while (jobs.size() > before);
    return jobs;
  }

  /** The events of a job, in order. */
  List<String> history(String job) {
    List<String> events = new ArrayList<>();
    get(job + "/history").get("events").forEach(event -> events.add(event.get("kind").asText()));
    return events;
  }

  boolean knows(String action) {
    return send("GET", "action/" + action, "").statusCode() == 200;
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
