// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.error.BatonException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.httpclient.Credentials;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.protocol.Protocol;
import dev.baton.remote.RemoteBackend;
import dev.baton.server.ServerLimits;
import dev.baton.service.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP server around a {@link BackendEndpoint}, with sessions by password. It can be
 * stopped, started again on the same port, and made to lose responses.
 */
final class TestEndpointServer implements AutoCloseable {

  /** The one action that only administrators may post. */
  static final String FOR_ADMINS = "for_admins";

  static final Credentials ADMIN = new Credentials.Password("super", "super-secret");
  static final Credentials EXECUTOR = new Credentials.ApiKey("credential/e1", "executor-secret");
  static final Credentials OTHER = new Credentials.Password("other", "other-secret");
  static final Credentials PLAIN = new Credentials.Password("plain", "plain-secret");

  private static final Map<Credentials, Caller> CALLERS =
      Map.of(
          ADMIN, caller("user/1", Principals.ADMIN),
          EXECUTOR, caller("user/2", Principals.EXECUTOR),
          OTHER, caller("user/3", Principals.EXECUTOR),
          PLAIN, caller("user/4", Principals.USER));

  static {
    // Without this property, responses wait for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private final Backend backend;
  private final Clock clock;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger logins = new AtomicInteger();
  private final Map<String, AtomicInteger> toLose = new ConcurrentHashMap<>();
  private final Map<String, Consumer<JsonNode>> toChange = new ConcurrentHashMap<>();
  private final Map<String, Caller> sessions = new ConcurrentHashMap<>();
  private volatile String protocol = Protocol.VERSION;
  private int port;
  private @Nullable Running running;

  private record Running(HttpServer http, BackendEndpoint endpoint, ExecutorService threads) {}

  TestEndpointServer(Backend backend, Clock clock) {
    this.backend = backend;
    this.clock = clock;
  }

  static JobSpec check(JobSpec spec, Caller caller) {
    if (spec.action().equals(FOR_ADMINS) && !caller.isAdmin()) {
      throw new ForbiddenException("action '" + FOR_ADMINS + "' is for administrators only");
    }
    return spec;
  }

  private static Caller caller(String user, String claim) {
    return new Caller(user, user, Set.of(user, claim), null);
  }

  /** Starts the server, on its previous port if it had one. */
  TestEndpointServer start() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      BackendEndpoint endpoint =
          new BackendEndpoint(
              backend,
              new JobService(backend.jobs(), TestEndpointServer::check, clock),
              clock,
              ServerLimits.DEFAULT.executorsPerKey());
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      http.setExecutor(threads);
      http.createContext("/api/session", this::login);
      http.createContext(Protocol.PATH_PREFIX, exchange -> call(endpoint, exchange));
      endpoint.start();
      http.start();
      port = http.getAddress().getPort();
      running = new Running(http, endpoint, threads);
      return this;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops at once, like a killed process: sessions and cached board sessions are forgotten. */
  void stop() {
    Running stopping = running;
    if (stopping != null) {
      running = null;
      stopping.http().stop(0);
      stopping.threads().shutdownNow();
      stopping.endpoint().stop();
      sessions.clear();
      try {
        stopping.threads().awaitTermination(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    stop();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  RemoteBackend connect(Credentials credentials) {
    return RemoteBackend.open(new RemoteBackend.Options(address(), credentials), clock);
  }

  /** Carries out the next requests for the path, but loses their responses. */
  void loseAnswers(String path, int count) {
    toLose.put(path, new AtomicInteger(count));
  }

  /** Changes the next response for the path. */
  void changeAnswer(String path, Consumer<JsonNode> change) {
    toChange.put(path, change);
  }

  void speak(String version) {
    protocol = version;
  }

  void endSessions() {
    sessions.clear();
  }

  int requests() {
    return requests.get();
  }

  int logins() {
    return logins.get();
  }

  private void login(HttpExchange exchange) throws IOException {
    JsonNode template =
        Protocol.read(exchange.getRequestBody().readAllBytes(), JsonNode.class).path("template");
    Credentials given =
        template.path("href").asText().endsWith("api-key")
            ? new Credentials.ApiKey(
                template.path("key").asText(), template.path("secret").asText())
            : new Credentials.Password(
                template.path("username").asText(), template.path("password").asText());
    Caller caller = CALLERS.get(given);
    if (caller == null) {
      answer(exchange, 403, message("Invalid login/password combination"));
      return;
    }
    String token = "t" + logins.incrementAndGet();
    sessions.put(token, caller);
    exchange.getResponseHeaders().add("Set-Cookie", "session=" + token + "; Path=/; HttpOnly");
    answer(exchange, 201, message("created"));
  }

  private void call(BackendEndpoint endpoint, HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    JsonNode reply;
    int status = 200;
    try {
      reply = reply(endpoint, exchange, path);
    } catch (BatonException e) {
      status =
          switch (e) {
            case ForbiddenException forbidden -> 403;
            case InvalidInputException invalid -> 400;
            default -> 404;
          };
      reply = message(String.valueOf(e.getMessage()));
    }
    Consumer<JsonNode> change = toChange.remove(path);
    if (change != null) {
      change.accept(reply);
    }
    AtomicInteger losses = toLose.get(path);
    if (losses != null && losses.getAndDecrement() > 0) {
      exchange.close();
    } else {
      answer(exchange, status, reply);
    }
  }

  private JsonNode reply(BackendEndpoint endpoint, HttpExchange exchange, String path)
      throws IOException {
    String[] segments = path.substring(Protocol.PATH_PREFIX.length()).split("/", 2);
    String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
    Caller caller = sessions.get(cookie.replace("session=", ""));
    Protocol.checkVersion(
        "the client", exchange.getRequestHeaders().getFirst(Protocol.VERSION_HEADER));
    return endpoint.call(
        caller == null ? Caller.anonymous() : caller,
        segments[0],
        segments[1],
        Protocol.read(body(exchange), JsonNode.class));
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream in = exchange.getRequestBody();
    return (zipped ? new GZIPInputStream(in) : in).readAllBytes();
  }

  private void answer(HttpExchange exchange, int status, JsonNode reply) throws IOException {
    byte[] body = Protocol.toBytes(reply);
    exchange.getResponseHeaders().set(Protocol.VERSION_HEADER, protocol);
    if (body.length > 1024) {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
        out.write(body);
      }
      body = zipped.toByteArray();
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static JsonNode message(String text) {
    return JsonNodeFactory.instance.objectNode().put("message", text);
  }
}
