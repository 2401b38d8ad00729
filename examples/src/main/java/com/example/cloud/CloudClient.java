// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.flow.AtomContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client of the cloud's API. Each request carries the idempotency key of the atom, so that a
 * repeated request has its effect only once, and the fencing token, so that an executor that lost
 * the job without noticing cannot do harm.
 */
final class CloudClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** The maximum number of times that a request is sent with the same key if no answer arrives. */
  private static final int SENDS = 3;

  /** The machine to boot. */
  record Machine(String image, int memory, String address) {}

  private record Name(String address) {}

  private final HttpClient http;
  private final URI base;

  CloudClient(HttpClient http, URI base) {
    this.http = http;
    this.base = base;
  }

  String allocate(AtomContext task) throws Exception {
    return send(task, "POST", "/addresses", null).path("address").asText();
  }

  void release(AtomContext task, @Nullable String address) throws Exception {
    send(task, "DELETE", "/addresses/" + address, null);
  }

  String boot(AtomContext task, String name, Machine machine) throws Exception {
    return send(task, "PUT", "/servers/" + name, machine).path("name").asText();
  }

  /** Whether the server is active; false while it boots. */
  boolean isActive(AtomContext task, String name) throws Exception {
    String state = send(task, "GET", "/servers/" + name, null).path("state").asText();
    return switch (state) {
      case "ACTIVE" -> true;
      case "BOOTING" -> false;
      default -> throw new CloudRefusedException("server '" + name + "' is " + state);
    };
  }

  /** Returns null, as a revert may. */
  @Nullable Object destroy(AtomContext task, String name) throws Exception {
    send(task, "DELETE", "/servers/" + name, null);
    return null;
  }

  void register(AtomContext task, String name, String address) throws Exception {
    send(task, "PUT", "/names/" + name, new Name(address));
  }

  /** Returns null, as a revert may. */
  @Nullable Object unregister(AtomContext task, String name) throws Exception {
    send(task, "DELETE", "/names/" + name, null);
    return null;
  }

  private JsonNode send(AtomContext task, String method, String path, @Nullable Object body)
      throws IOException, InterruptedException, CloudUnavailableException, CloudRefusedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", task.idempotencyKey())
            .header("Fencing-Token", String.valueOf(task.fencingToken()))
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    HttpResponse<String> response = send(request);
    int status = response.statusCode();
    if (status >= 500) {
      throw new CloudUnavailableException(method + " " + path + ": " + status);
    }
    // A missing resource need not be deleted: a revert may be repeated, or have nothing to undo.
    boolean isGone = status == 404 && method.equals("DELETE");
    if (status >= 300 && !isGone) {
      throw new CloudRefusedException(
          method + " " + path + ": " + status + " " + response.body().strip());
    }
    return isGone || response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
  }

  private HttpResponse<String> send(HttpRequest request)
      throws InterruptedException, CloudUnavailableException {
    IOException last = null;
    for (int i = 0; i < SENDS; i++) {
      try {
        return http.send(request, BodyHandlers.ofString());
      } catch (IOException e) {
        last = e;
      }
    }
    throw new CloudUnavailableException(request.method() + " " + request.uri() + ": " + last);
  }
}
