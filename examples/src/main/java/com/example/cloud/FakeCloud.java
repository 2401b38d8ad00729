// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A fake cloud of addresses, servers and names inside this process. It honours idempotency keys and
 * fencing tokens, and fails on demand. Thread-safe.
 */
public final class FakeCloud implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOOKS_TO_BOOT = 2;

  /** All resources that a customer would pay for. */
  record Inventory(Set<String> addresses, Map<String, String> servers, Map<String, String> names) {
    boolean isEmpty() {
      return addresses.isEmpty() && servers.isEmpty() && names.isEmpty();
    }
  }

  private record Answer(int status, @Nullable JsonNode body) {}

  /** A kind of request that fails for the first {@code keys} idempotency keys. */
  private record Outage(int keys, Set<String> failed) {
    boolean hits(String key) {
      return failed.contains(key) || (failed.size() < keys && failed.add(key));
    }
  }

  private final HttpServer server;
  // All fields below are guarded by the lock of this object.
  private final Map<String, String> addressesByKey = new HashMap<>();
  private final Set<String> addresses = new TreeSet<>();
  private final Map<String, String> servers = new TreeMap<>();
  private final Map<String, Integer> looks = new HashMap<>();
  private final Map<String, String> names = new TreeMap<>();
  private final Map<String, Long> tokens = new HashMap<>();
  private final Map<String, Outage> outages = new HashMap<>();

  private FakeCloud(HttpServer server) {
    this.server = server;
  }

  /** Starts a cloud on this machine; port 0 chooses a free port. */
  public static FakeCloud start(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    FakeCloud cloud = new FakeCloud(server);
    server.createContext("/", cloud::handle);
    server.start();
    return cloud;
  }

  /** Runs a cloud: {@code FakeCloud [PORT]}. */
  public static void main(String[] arguments) throws IOException {
    FakeCloud cloud = start(arguments.length == 0 ? 9090 : Integer.parseInt(arguments[0]));
    System.out.println("The cloud listens at " + cloud.uri());
  }

  /** The address of the cloud. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * Makes a kind of request, such as {@code PUT /names}, fail for the first {@code keys}
   * idempotency keys. A repetition with the same key fails again; a new attempt with a new key may
   * succeed.
   */
  public synchronized void fail(String kind, int keys) {
    outages.put(kind, new Outage(keys, new HashSet<>()));
  }

  /** Deletes all contents and the configured failures. */
  public synchronized void clear() {
    outages.clear();
    addressesByKey.clear();
    addresses.clear();
    servers.clear();
    looks.clear();
    names.clear();
    tokens.clear();
  }

  synchronized Inventory inventory() {
    return new Inventory(new TreeSet<>(addresses), new TreeMap<>(servers), new TreeMap<>(names));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      Answer answer = answer(exchange, body);
      byte[] bytes = answer.body == null ? new byte[0] : JSON.writeValueAsBytes(answer.body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private synchronized Answer answer(HttpExchange exchange, JsonNode body) {
    String[] path = exchange.getRequestURI().getPath().split("/");
    String kind = exchange.getRequestMethod() + " /" + (path.length > 1 ? path[1] : "");
    String name = path.length > 2 ? path[2] : "";
    String key = header(exchange, "Idempotency-Key", "");
    Outage outage = outages.get(kind);
    if (outage != null && outage.hits(key)) {
      return said(503, "this request fails on demand");
    }
    if (!kind.startsWith("GET") && isStale(key, header(exchange, "Fencing-Token", "0"))) {
      return said(409, "stale: another executor has taken the job over");
    }
    return switch (kind) {
      case "GET /" -> new Answer(200, JSON.valueToTree(inventory()));
      case "POST /failures" -> failAsTold(body);
      case "POST /addresses" -> allocate(key);
      case "DELETE /addresses" -> deleted(addresses.remove(name));
      case "PUT /servers" -> boot(name, body);
      case "GET /servers" -> look(name);
      case "DELETE /servers" -> destroy(name);
      case "PUT /names" -> register(name, body);
      case "DELETE /names" -> deleted(names.remove(name) != null);
      default -> said(404, "unknown request: " + kind);
    };
  }

  /** Whether an earlier request of the same job had a higher token. */
  private boolean isStale(String key, String token) {
    String job = key.replaceFirst("^(job/[^/]*).*", "$1");
    long newest = tokens.merge(job, Long.parseLong(token), Math::max);
    return Long.parseLong(token) < newest;
  }

  private Answer failAsTold(JsonNode body) {
    fail(body.path("kind").asText(), body.path("keys").asInt());
    return new Answer(204, null);
  }

  private Answer allocate(String key) {
    String address =
        addressesByKey.computeIfAbsent(key, first -> "10.0.0." + (addressesByKey.size() + 1));
    addresses.add(address);
    return new Answer(201, JSON.createObjectNode().put("address", address));
  }

  private Answer boot(String name, JsonNode body) {
    if (!addresses.contains(body.path("address").asText())) {
      return said(400, "address '" + body.path("address").asText() + "' is not allocated");
    }
    servers.putIfAbsent(name, body.path("image").asText().equals("broken") ? "ERROR" : "BOOTING");
    looks.putIfAbsent(name, 0);
    return described(201, name);
  }

  private Answer look(String name) {
    if (!servers.containsKey(name)) {
      return said(404, "no server '" + name + "'");
    }
    if (looks.merge(name, 1, Integer::sum) > LOOKS_TO_BOOT) {
      servers.computeIfPresent(name, (key, state) -> state.equals("BOOTING") ? "ACTIVE" : state);
    }
    return described(200, name);
  }

  private Answer destroy(String name) {
    looks.remove(name);
    return deleted(servers.remove(name) != null);
  }

  private Answer described(int status, String name) {
    ObjectNode described = JSON.createObjectNode().put("name", name);
    return new Answer(status, described.put("state", servers.get(name)));
  }

  private Answer register(String name, JsonNode body) {
    names.put(name, body.path("address").asText());
    return new Answer(200, body);
  }

  private static Answer deleted(boolean wasThere) {
    return wasThere ? new Answer(204, null) : said(404, "it does not exist");
  }

  private static Answer said(int status, String message) {
    return new Answer(status, JSON.createObjectNode().put("message", message));
  }

  private static String header(HttpExchange exchange, String name, String otherwise) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? otherwise : value;
  }
}
