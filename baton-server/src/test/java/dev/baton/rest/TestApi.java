// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.backend.Backend;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.server.ServerOptions;
import dev.baton.server.remoteexecutor.BackendCallHandler;
import dev.baton.service.Clock;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.trace.Tracer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A server on a free port, with the in-memory backend and a manual clock. */
final class TestApi implements AutoCloseable {

  static final String PASSWORD = "open sesame";
  static final ObjectMapper JSON = new ObjectMapper();

  final ManualClock clock;
  final Backend backend;
  final HttpClient http = HttpClient.newHttpClient();
  final ApiServer server;
  private final boolean isShared;

  TestApi() {
    this(ServerOptions.at("127.0.0.1", 0));
  }

  TestApi(ServerOptions options) {
    this(options, null);
  }

  TestApi(ServerOptions options, BackendCallHandler calls) {
    this(options, calls, new TestPlugin());
  }

  /** Creates a server with the actions of another plugin. */
  TestApi(Plugin plugin) {
    this(ServerOptions.at("127.0.0.1", 0), null, plugin);
  }

  /** Creates a server on a backend other than the in-memory backend. */
  static TestApi over(Function<Clock, Backend> open) {
    return new TestApi(ServerOptions.at("127.0.0.1", 0), null, new TestPlugin(), open);
  }

  private TestApi(ServerOptions options, BackendCallHandler calls, Plugin plugin) {
    this(options, calls, plugin, InMemoryBackend::new);
  }

  private TestApi(
      ServerOptions options,
      BackendCallHandler calls,
      Plugin plugin,
      Function<Clock, Backend> open) {
    clock = new ManualClock();
    backend = open.apply(clock);
    isShared = false;
    server = server(options, Catalogue.of(List.of(plugin)), calls);
    server.accounts().ensureAdministrator(Optional.of(PASSWORD));
    server.start();
  }

  /** Creates another server on the backend of a server that is closed later. */
  TestApi(TestApi other, Catalogue catalogue) {
    clock = other.clock;
    backend = other.backend;
    isShared = true;
    server = server(ServerOptions.at("127.0.0.1", 0), catalogue, null);
    server.start();
  }

  private ApiServer server(ServerOptions options, Catalogue catalogue, BackendCallHandler calls) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    return calls == null
        ? ApiServer.create(options, backend, catalogue, clock, registry)
        : ApiServer.create(
            options, backend, catalogue, clock, registry, Tracer.OFF, jobService -> calls);
  }

  /** A client without credentials. */
  TestClient anonymous() {
    return new TestClient(this);
  }

  /** A client that is logged in as the administrator. */
  TestClient admin() {
    return user("super", PASSWORD);
  }

  /** A client that is logged in as a new user without special rights. */
  TestClient newUser(String name) {
    server.accounts().add(name, PASSWORD, false);
    return user(name, PASSWORD);
  }

  TestClient user(String name, String password) {
    TestClient client = anonymous();
    TestResponse login =
        client.post(
            "/api/session",
            """
            {"template": {"href": "session-template/password", "username": "%s", "password": "%s"}}
            """
                .formatted(name, password));
    if (login.status() != 201) {
      throw new AssertionError("login of " + name + ": " + login);
    }
    client.header("Cookie", login.header("Set-Cookie").split(";")[0]);
    return client;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    // The client is closed first, because the server waits for open connections.
    http.shutdownNow();
    server.close();
    if (!isShared) {
      backend.close();
    }
  }
}
