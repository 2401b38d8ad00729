// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends requests as one caller. */
final class TestClient {

  private final TestApi api;
  private final Map<String, String> headers = new LinkedHashMap<>();

  TestClient(TestApi api) {
    this.api = api;
  }

  /** Adds a header to all later requests. */
  TestClient header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** The value that the client sends for a header. */
  String sent(String name) {
    return headers.get(name);
  }

  /** A client with the same headers and one more. */
  TestClient with(String name, String value) {
    TestClient client = new TestClient(api);
    client.headers.putAll(headers);
    return client.header(name, value);
  }

  TestResponse get(String path) {
    return send("GET", path, null, BodyPublishers.noBody());
  }

  TestResponse post(String path, String json) {
    return send("POST", path, "application/json", BodyPublishers.ofString(json));
  }

  /** Sends a POST without body and content type, as for operations. */
  TestResponse post(String path) {
    return send("POST", path, null, BodyPublishers.noBody());
  }

  TestResponse put(String path, String json) {
    return send("PUT", path, "application/json", BodyPublishers.ofString(json));
  }

  TestResponse patch(String path, String json) {
    return send("PATCH", path, "application/json", BodyPublishers.ofString(json));
  }

  TestResponse delete(String path) {
    return send("DELETE", path, null, BodyPublishers.noBody());
  }

  /** Sends a form. The parameters alternate between name and value. */
  TestResponse form(String method, String path, String... parameters) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      form.append(i == 0 ? "" : "&").append(encode(parameters[i])).append('=');
      form.append(encode(parameters[i + 1]));
    }
    return send(
        method,
        path,
        "application/x-www-form-urlencoded",
        BodyPublishers.ofString(form.toString()));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  TestResponse send(String method, String path, String type, BodyPublisher body) {
    HttpRequest request = request(method, path, type, body);
    try {
      HttpResponse<String> response = api.http.send(request, BodyHandlers.ofString());
      return new TestResponse(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(method + " " + path + " interrupted", e);
    }
  }

  /** Opens a stream of server-sent events. */
  HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
    return api.http.send(
        request("GET", path, null, BodyPublishers.noBody()), BodyHandlers.ofInputStream());
  }

  private HttpRequest request(String method, String path, String type, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api.server.uri() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    if (type != null) {
      request.header("Content-Type", type);
    }
    headers.forEach(request::header);
    return request.build();
  }
}
