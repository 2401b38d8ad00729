// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.campaign.stack.CampaignInstallation;
import dev.baton.protocol.Protocol;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** A login session at one server. For one thread. */
public final class ApiSession {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int FORBIDDEN = 403;
  private static final int UNAUTHORIZED = 401;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .cookieHandler(new CookieManager())
          .build();
  private final URI base;
  private final String user;
  private final String password;
  private boolean isLoggedIn;
  // Whether the last answer may mean that the session has ended.
  private boolean isDoubtful;

  /** Creates a session of the administrator; the first request logs in. */
  public ApiSession(String address) {
    this(address, "super", CampaignInstallation.PASSWORD);
  }

  /** Creates a session; the first request logs in. */
  public ApiSession(String address, String user, String password) {
    this.base = URI.create("http://" + address + "/api/");
    this.user = user;
    this.password = password;
  }

  /**
   * The answer of a server.
   *
   * @param body the null node if the body is not JSON
   */
  public record Answer(int status, JsonNode body) {
    /** Whether the status reports success. */
    public boolean isGood() {
      return status >= 200 && status < 300;
    }
  }

  /** Sends a request, and logs in first if necessary. Throws if the outcome is unknown. */
  public Answer send(String method, String path, String body) throws IOException {
    logInIfNeeded();
    Answer answer = exchange(method, path, body);
    // Perhaps a server that lost its store for a while does not know the session. Perhaps the
    // request is forbidden for another reason; then a login would cost the server more than the
    // request.
    isDoubtful = answer.status() == FORBIDDEN || answer.status() == UNAUTHORIZED;
    return answer;
  }

  /** Reads a document. Throws if the server does not return it. */
  public JsonNode get(String path) throws IOException {
    Answer answer = send("GET", path, "");
    if (!answer.isGood()) {
      throw new RefusedRequestException(path, answer.status(), answer.body());
    }
    return answer.body();
  }

  /** Deletes all jobs that match the filter. */
  public void sendBulkDelete(String filter) throws IOException {
    Answer answer =
        exchange(
            HttpRequest.newBuilder(base.resolve("job"))
                .header("bulk", "yes")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method("DELETE", BodyPublishers.ofString("filter=" + filter)));
    if (!answer.isGood()) {
      throw new RefusedRequestException("bulk delete", answer.status(), answer.body());
    }
  }

  /**
   * Makes a protocol call of executors, without a login session.
   *
   * @param path such as {@code backend/board/join}
   * @param key the API key and secret, separated by a colon
   * @return the reply
   * @throws IOException if the call is refused
   */
  public JsonNode call(String path, JsonNode request, String key) throws IOException {
    String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    return reply(path, callTo(path, request).header("Authorization", "Basic " + basic));
  }

  /**
   * Makes a protocol call of executors in the login session.
   *
   * @throws IOException if the call is refused
   */
  public JsonNode call(String path, JsonNode request) throws IOException {
    logInIfNeeded();
    try {
      return reply(path, callTo(path, request));
    } catch (IOException e) {
      // The session may have ended, or the server was only unavailable.
      isDoubtful = true;
      throw e;
    }
  }

  private HttpRequest.Builder callTo(String path, JsonNode request) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Content-Type", "application/json")
        .header(Protocol.VERSION_HEADER, Protocol.VERSION)
        .method("POST", BodyPublishers.ofString(request.toString()));
  }

  private JsonNode reply(String path, HttpRequest.Builder request) throws IOException {
    Answer answer = exchange(request);
    if (!answer.isGood() || answer.body().has("error")) {
      throw new RefusedRequestException(path, answer.status(), answer.body());
    }
    return answer.body().path("ok");
  }

  private void logInIfNeeded() throws IOException {
    if (isLoggedIn && isDoubtful) {
      Answer sessions = exchange("GET", "session", "");
      isLoggedIn = sessions.isGood() && sessions.body().path("count").asInt() > 0;
      isDoubtful = false;
    }
    if (!isLoggedIn) {
      logIn();
    }
  }

  private void logIn() throws IOException {
    ObjectNode session = JSON.createObjectNode();
    session
        .putObject("template")
        .put("href", "session-template/password")
        .put("username", user)
        .put("password", password);
    Answer answer = exchange("POST", "session", session.toString());
    if (!answer.isGood()) {
      throw new RefusedRequestException("the login", answer.status(), answer.body());
    }
    isLoggedIn = true;
  }

  private Answer exchange(String method, String path, String body) throws IOException {
    return exchange(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private Answer exchange(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(BOUND).build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), read(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.nullNode();
    }
  }
}
