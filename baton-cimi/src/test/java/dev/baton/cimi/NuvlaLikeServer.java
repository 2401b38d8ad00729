// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.Credentials;
import dev.baton.job.JobId;
import dev.baton.job.Timestamps;
import dev.baton.protocol.Gzip;
import dev.baton.service.Clock;
import dev.baton.testkit.clock.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers executors like Nuvla's server: it has sessions in cookies, documents with
 * additional attributes, edits that merge, and status 409 for edits of final jobs.
 */
final class NuvlaLikeServer implements AutoCloseable {

  static final String SECRET = "open sesame";
  private static final String USER = "user/alice";
  private static final List<String> FINAL = List.of("SUCCESS", "FAILED", "CANCELED");
  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, ObjectNode> jobs = new LinkedHashMap<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger sessions = new AtomicInteger();
  private final HttpServer server;
  private final Clock clock;
  private final Set<String> cookies = ConcurrentHashMap.newKeySet();
  private volatile String nextId = "";
  private volatile String expires = "";
  private volatile int broken;
  private volatile boolean plain;
  private final Map<String, ObjectNode> searched = new ConcurrentHashMap<>();

  NuvlaLikeServer() {
    this(new ManualClock());
  }

  NuvlaLikeServer(Clock clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  CimiBackend backend(Credentials credentials, Clock clock) {
    return CimiBackend.open(
        new CimiBackend.Options(uri(), credentials, ClientTls.DEFAULT, null), clock);
  }

  /** Forgets all sessions, as after a restart of the server. */
  void forgetSessions() {
    cookies.clear();
  }

  /** Gives this id to the next job that is added. */
  void nextId(JobId id) {
    nextId = id.toString();
  }

  /** Adds the attribute to the cookies of later sessions. */
  void cookiesExpire(String attribute) {
    expires = attribute;
  }

  /** Answers every request with the status from now on; 0 ends this. */
  void breakWith(int status) {
    broken = status;
  }

  /** Searches find this older document of a job from now on, as before the index is refreshed. */
  void searchFinds(ObjectNode older) {
    searched.put(older.path("id").asText(), older);
  }

  /** Treats every user as not an administrator from now on. */
  void refuseBulkDeletes() {
    plain = true;
  }

  ObjectNode put(String id, String json) {
    try {
      ObjectNode job = (ObjectNode) JSON.readTree(json);
      job.put("id", id).put("resource-type", "job").put("created", "2026-01-31T12:00:00.123Z");
      job.put("updated", "2026-01-31T12:00:00.123Z").put("version", job.path("version").asInt(2));
      job.putObject("acl").putArray("owners").add("group/nuvla-admin");
      jobs.put(id, job);
      return job;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      sent = Gzip.decompress(sent);
    }
    String body = new String(sent, StandardCharsets.UTF_8);
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(body.isEmpty() ? request : request + " " + body);
    synchronized (this) {
      try {
        answer(exchange, request, body);
      } catch (RuntimeException e) {
        reply(exchange, 400, problem(400, String.valueOf(e)));
      }
    }
  }

  private void answer(HttpExchange exchange, String request, String body) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/api/".length());
    if (broken != 0) {
      reply(exchange, broken, problem(broken, "broken"));
    } else if (path.equals("cloud-entry-point")) {
      reply(exchange, 200, JSON.readTree("{\"collections\":{\"job\":{\"href\":\"job\"}}}"));
    } else if (path.equals("session")) {
      login(exchange, JSON.readTree(body).path("template"));
    } else if (path.endsWith("/switch-group")) {
      reply(exchange, 403, problem(403, "Switch group cannot be done"));
    } else if (!cookies.contains(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")))) {
      reply(exchange, 403, problem(403, "invalid credentials for '" + path + "'"));
    } else {
      job(exchange, request.substring(0, request.indexOf(' ')), path, body);
    }
  }

  private void login(HttpExchange exchange, JsonNode template) throws IOException {
    String proof = template.path("secret").asText(template.path("password").asText());
    if (!proof.equals(SECRET)) {
      reply(exchange, 403, problem(403, "login failed"));
      return;
    }
    String cookie = "com.sixsq.nuvla.cookie=" + sessions.incrementAndGet();
    cookies.add(cookie);
    exchange
        .getResponseHeaders()
        .add("Set-Cookie", cookie + "; Secure; HttpOnly; Path=/" + expires);
    reply(exchange, 201, JSON.createObjectNode().put("resource-id", "session/1"));
  }

  private void job(HttpExchange exchange, String method, String path, String body)
      throws IOException {
    if (path.equals("job")) {
      collection(exchange, method, body);
      return;
    }
    boolean cancel = path.endsWith("/cancel");
    ObjectNode job = jobs.get(cancel ? path.substring(0, path.length() - 7) : path);
    if (job == null) {
      reply(exchange, 404, problem(404, path + " not found"));
    } else if (method.equals("GET")) {
      reply(exchange, 200, job);
    } else if (method.equals("DELETE")) {
      delete(exchange, path, job);
    } else if (FINAL.contains(job.path("state").asText())) {
      int status = cancel ? 403 : 409;
      reply(exchange, status, problem(status, "edit is not allowed in final state"));
    } else if (cancel) {
      edit(job, null, JSON.createObjectNode().put("state", "CANCELED"));
      reply(exchange, 200, job);
    } else {
      edit(job, exchange.getRequestURI().getQuery(), JSON.readTree(body));
      reply(exchange, 200, job);
    }
  }

  private void delete(HttpExchange exchange, String path, ObjectNode job) throws IOException {
    if (job.path("locked").asBoolean()) {
      reply(exchange, 403, problem(403, "invalid credentials for '" + path + "'"));
    } else {
      jobs.remove(path);
      reply(exchange, 200, JSON.createObjectNode().put("status", 200));
    }
  }

  private void edit(ObjectNode job, String query, JsonNode body) {
    String now = Timestamps.write(clock.now());
    if (query != null) {
      job.remove(List.of(query.substring("select=".length()).split(",")));
    }
    job.setAll((ObjectNode) body);
    job.put("updated", now).put("updated-by", USER);
    if (job.has("status-message")) {
      job.put("time-of-status-change", now);
    }
    if (job.path("state").asText().equals("RUNNING") && !job.has("started")) {
      job.put("started", now);
    }
    if (FINAL.contains(job.path("state").asText())) {
      job.put("progress", 100);
    }
  }

  private ObjectNode added(String id, JsonNode document) {
    String now = Timestamps.write(clock.now());
    ObjectNode job = JSON.createObjectNode().put("created-by", USER);
    job.put("version", 2).put("execution-mode", "push").setAll((ObjectNode) document);
    job.put("id", id).put("resource-type", "job").put("created", now).put("updated", now);
    job.put("state", "QUEUED").put("progress", 0);
    jobs.put(id, job);
    return job;
  }

  private void collection(HttpExchange exchange, String method, String body) throws IOException {
    if (method.equals("POST")) {
      String id = nextId.isEmpty() ? "job/made-" + jobs.size() : nextId;
      nextId = "";
      added(id, JSON.readTree(body));
      reply(exchange, 201, JSON.createObjectNode().put("status", 201).put("resource-id", id));
      return;
    }
    NuvlaLikeSearch search = new NuvlaLikeSearch(body, clock.now());
    List<ObjectNode> matches =
        search.matches(
            jobs.values().stream()
                .map(job -> searched.getOrDefault(job.path("id").asText(), job))
                .toList());
    if (method.equals("DELETE")) {
      deleteAll(exchange, matches);
    } else {
      reply(exchange, 200, search.answer(matches));
    }
  }

  private void deleteAll(HttpExchange exchange, List<ObjectNode> matches) throws IOException {
    if (plain) {
      reply(exchange, 403, problem(403, "invalid credentials for 'job'"));
    } else {
      matches.forEach(job -> jobs.remove(job.path("id").asText()));
      reply(exchange, 200, JSON.createObjectNode().put("deleted", matches.size()));
    }
  }

  private static ObjectNode problem(int status, String message) {
    return JSON.createObjectNode().put("status", status).put("message", message);
  }

  private static void reply(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = Gzip.compress(JSON.writeValueAsBytes(body));
    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
