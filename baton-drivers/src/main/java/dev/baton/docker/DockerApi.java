// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to an engine, each on a connection of its own. Speaks the newest version of the API that
 * both sides know. Thread-safe.
 */
final class DockerApi {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final Logger LOG = LoggerFactory.getLogger(DockerApi.class);
  private static final String PODMAN = "libpod-api-version";
  private static final int NOT_IMPLEMENTED = 501;
  private static final int MAX_ERROR = 64 * 1024;
  private static final int MAX_TEXT = 300;
  private static final Duration USUAL = Duration.ofSeconds(30);

  private final String engine;
  private final DockerHost host;
  private final ScheduledExecutorService timer;
  private final LongAdder requests = new LongAdder();
  // Connections of streams, to be closed at the end; touched by any thread.
  private final Set<Closeable> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  // Written by any thread; null is not yet known.
  private volatile @Nullable ServerInfo serverInfo;

  /**
   * @param engine its name, for messages
   * @param timer cuts connections on which no answer comes
   */
  DockerApi(String engine, DockerHost host, ScheduledExecutorService timer) {
    this.engine = engine;
    this.host = host;
    this.timer = timer;
  }

  /**
   * What came back from a request.
   *
   * @param json missing where there was no body, or one of another kind
   */
  record Response(int status, JsonNode json, Map<String, String> headers) {
    boolean isOk() {
      return status < 300 || status == 304;
    }

    /** What the engine says is wrong. */
    String message() {
      return json.path("message").asText("status " + status);
    }

    /** Podman says so in each answer. */
    boolean isPodman() {
      return headers.containsKey(PODMAN);
    }
  }

  /**
   * Who answers.
   *
   * @param version the newest that both sides know
   */
  record ServerInfo(DockerApiVersion version, boolean isPodman) {}

  /** Its name, for messages. */
  String engine() {
    return engine;
  }

  DockerHost host() {
    return host;
  }

  /** A bound in time for what goes over a connection of {@link #open}. */
  ConnectionTimeout bound(Duration time) {
    return new ConnectionTimeout(timer, time);
  }

  /** Whether Podman answers. */
  boolean isPodman() {
    try {
      return server().isPodman();
    } catch (IOException e) {
      throw unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  /** How many requests were made. */
  long requests() {
    return requests.sum();
  }

  Response get(String path) {
    return ask("GET", path, null, USUAL);
  }

  Response post(String path, @Nullable JsonNode body, Duration bound) {
    return ask("POST", path, body, bound);
  }

  Response delete(String path, Duration bound) {
    return ask("DELETE", path, null, bound);
  }

  /**
   * Opens a stream that lasts, such as events; only its head is bounded in time.
   *
   * @throws BatonException as {@link #refusal} if the status is not 200
   */
  DockerHttpResponse open(String method, String path, Map<String, String> headers)
      throws IOException {
    return open(method, path, headers, USUAL);
  }

  /** As {@link #open(String, String, Map)}, for a head that comes late. */
  DockerHttpResponse open(String method, String path, Map<String, String> headers, Duration time)
      throws IOException {
    DockerHttpResponse head = openAny(method, path, headers, time);
    if (head.status() == 200) {
      return head;
    }
    try (head) {
      if (head.status() == NOT_IMPLEMENTED) {
        throw new OutputNotKeptException(answer(head).message());
      }
      throw refusal(path.replaceFirst("\\?.*", ""), answer(head));
    }
  }

  /** As {@link #open(String, String, Map, Duration)}, whatever the status is. */
  DockerHttpResponse openAny(String method, String path, Map<String, String> headers, Duration time)
      throws IOException {
    try (ConnectionTimeout bound = new ConnectionTimeout(timer, time)) {
      return kept(send(bound, method, version() + path, headers, null));
    }
  }

  /** Ends all streams; no request is made any more. */
  void close() {
    closed = true;
    for (Closeable stream : streams) {
      try {
        stream.close();
      } catch (IOException e) {
        LOG.debug("cannot close a stream", e);
      }
    }
  }

  /** Remembers a stream until it is closed. */
  private DockerHttpResponse kept(DockerHttpResponse head) throws IOException {
    Closeable connection = head.connection();
    streams.add(connection);
    if (closed) {
      connection.close();
    }
    return new DockerHttpResponse(
        head.status(),
        head.headers(),
        head.body(),
        () -> {
          streams.remove(connection);
          connection.close();
        });
  }

  /** The exception for an answer that is not good. */
  BatonException refusal(String what, Response response) {
    String text = "engine '" + engine + "' refused " + what + ": " + response.message();
    return switch (response.status()) {
      case 401, 403 -> new ForbiddenException(text);
      case 404 -> new NotFoundException(text);
      case 409 -> new ConflictException(text);
      default ->
          response.status() < 500
              ? new InvalidInputException(text)
              : new UnavailableException(text);
    };
  }

  /** The exception for a connection that could not be made, or broke. */
  UnavailableException unavailable(String reason, IOException e) {
    // The server may come back as another one.
    serverInfo = null;
    if (Thread.currentThread().isInterrupted()) {
      return new UnavailableException(
          "a request to engine '" + engine + "' was interrupted; it may have taken effect", e);
    }
    return new UnavailableException(
        "engine '" + engine + "' at '" + host.address() + "' does not answer: " + reason, e);
  }

  /** Does a request and reads its whole answer, whatever its status is. */
  private Response ask(String method, String path, @Nullable JsonNode body, Duration time) {
    ConnectionTimeout bound = new ConnectionTimeout(timer, time);
    try (bound;
        DockerHttpResponse head = send(bound, method, version() + path, Map.of(), body)) {
      return answer(head);
    } catch (IOException e) {
      throw unavailable(bound.reason(e), e);
    }
  }

  private DockerHttpResponse send(
      ConnectionTimeout bound,
      String method,
      String target,
      Map<String, String> headers,
      @Nullable JsonNode body)
      throws IOException {
    if (closed) {
      throw new IOException("it was closed here");
    }
    byte[] bytes = body == null ? null : JSON.writeValueAsBytes(body);
    requests.increment();
    DockerConnection dockerConnection = host.connect();
    bound.set(dockerConnection);
    return DockerHttpResponse.to(dockerConnection, method, target, headers, bytes);
  }

  /** What paths begin with. */
  private String version() throws IOException {
    return server().version().path();
  }

  /** Asked for once, until it is away. */
  private ServerInfo server() throws IOException {
    ServerInfo known = serverInfo;
    return known == null ? ping() : known;
  }

  /** Asks whether anybody is there, and who. */
  ServerInfo ping() throws IOException {
    try (ConnectionTimeout bound = new ConnectionTimeout(timer, USUAL);
        DockerHttpResponse head = send(bound, "GET", "/_ping", Map.of(), null)) {
      DockerApiVersion version = DockerApiVersion.common(head.header("api-version"));
      ServerInfo present = new ServerInfo(version, head.header(PODMAN) != null);
      serverInfo = present;
      return present;
    }
  }

  /** What is left to read of an answer that is no stream. */
  static Response answer(DockerHttpResponse head) throws IOException {
    return new Response(head.status(), json(head), head.headers());
  }

  /** A text as the engine's own errors are. */
  private static JsonNode error(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    String start = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    return text.isEmpty()
        ? MissingNode.getInstance()
        : JSON.createObjectNode().put("message", start);
  }

  private static JsonNode json(DockerHttpResponse head) throws IOException {
    String type = head.header("content-type");
    if (type == null || !type.startsWith("application/json")) {
      // Such as an error of a proxy in between; read so that the server is not cut off.
      byte[] bytes = head.body().readNBytes(MAX_ERROR);
      return head.status() < 300 ? MissingNode.getInstance() : error(bytes);
    }
    try {
      return JSON.readTree(head.body());
    } catch (JsonProcessingException e) {
      throw new IOException("the answer is not JSON", e);
    }
  }
}
