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
 * Sends requests to an engine, each over a new connection. Uses the newest API version that both
 * this driver and the engine support. Thread-safe.
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
  // The connections of open streams, which {@link #close} closes. Used by any thread.
  private final Set<Closeable> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  // Null while unknown. Written by any thread.
  private volatile @Nullable ServerInfo serverInfo;

  /**
   * @param engine the name of the engine, for messages
   * @param timer the thread that closes connections on which no answer comes
   */
  DockerApi(String engine, DockerHost host, ScheduledExecutorService timer) {
    this.engine = engine;
    this.host = host;
    this.timer = timer;
  }

  /**
   * The answer to a request.
   *
   * @param json the body, or a missing node if there is no JSON body
   */
  record Reply(int status, JsonNode json, Map<String, String> headers) {
    boolean isOk() {
      return status < 300 || status == 304;
    }

    String message() {
      return json.path("message").asText("status " + status);
    }

    /** Whether Podman answered. Podman marks each of its answers with a header. */
    boolean isPodman() {
      return headers.containsKey(PODMAN);
    }
  }

  /**
   * The API that the engine offers.
   *
   * @param version the newest API version that both this driver and the engine support
   */
  record ServerInfo(DockerApiVersion version, boolean isPodman) {}

  String engine() {
    return engine;
  }

  DockerHost host() {
    return host;
  }

  /**
   * Creates a time limit, which the caller sets on a connection that {@link #openAny} has opened.
   */
  ConnectionTimeout bound(Duration time) {
    return new ConnectionTimeout(engine, timer, time);
  }

  boolean isPodman() {
    try {
      return server().isPodman();
    } catch (IOException e) {
      throw unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  long requests() {
    return requests.sum();
  }

  Reply get(String path) {
    return exchange("GET", path, null, USUAL);
  }

  Reply post(String path, @Nullable JsonNode body, Duration bound) {
    return exchange("POST", path, body, bound);
  }

  Reply delete(String path, Duration bound) {
    return exchange("DELETE", path, null, bound);
  }

  /**
   * Opens a long stream, such as the stream of events.
   *
   * @param time the time limit, which applies only until the head of the answer arrives
   * @throws BatonException if the status of the answer is not 200; the type of the exception
   *     depends on the status
   */
  DockerHttpResponse open(String path, Duration time) throws IOException {
    DockerHttpResponse head = openAny("GET", path, Map.of(), time);
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

  /** Like {@link #open}, but sends any request and returns an answer with any status. */
  DockerHttpResponse openAny(String method, String path, Map<String, String> headers, Duration time)
      throws IOException {
    try (ConnectionTimeout bound = new ConnectionTimeout(engine, timer, time)) {
      return kept(send(bound, method, version() + path, headers, null));
    }
  }

  /** Closes all streams. Later requests fail. */
  void close() {
    closed = true;
    for (Closeable stream : streams) {
      try {
        stream.close();
      } catch (IOException e) {
        LOG.debug("stream from the engine cannot be closed: engine={}", engine, e);
      }
    }
  }

  /** Registers a stream, so that {@link #close} closes it, until its reader closes it. */
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

  /** Returns the exception for an answer with an error status. */
  BatonException refusal(String what, Reply response) {
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

  /** Returns the exception for a connection that could not be opened or that broke. */
  UnavailableException unavailable(String reason, IOException e) {
    // The engine may have been upgraded when it answers again. Therefore its API version is read
    // again.
    serverInfo = null;
    if (Thread.currentThread().isInterrupted()) {
      return new UnavailableException(
          "a request to engine '" + engine + "' was interrupted; it may have taken effect", e);
    }
    return new UnavailableException(
        "engine '" + engine + "' at '" + host.address() + "' does not answer: " + reason, e);
  }

  /** Sends a request and reads its whole answer, whatever its status is. */
  private Reply exchange(String method, String path, @Nullable JsonNode body, Duration time) {
    ConnectionTimeout bound = new ConnectionTimeout(engine, timer, time);
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
      throw new IOException("this process has closed the engine");
    }
    byte[] bytes = body == null ? null : JSON.writeValueAsBytes(body);
    requests.increment();
    DockerConnection dockerConnection = host.connect();
    bound.set(dockerConnection);
    return DockerHttpResponse.to(dockerConnection, method, target, headers, bytes);
  }

  /** Returns the start of all request paths, such as {@code /v1.41}. */
  private String version() throws IOException {
    return server().version().path();
  }

  /**
   * Returns the API that the engine offers. Asks the engine once, and again after a connection
   * failed.
   */
  private ServerInfo server() throws IOException {
    ServerInfo known = serverInfo;
    return known == null ? ping() : known;
  }

  /** Checks that the engine answers, and reads which API it offers. */
  ServerInfo ping() throws IOException {
    try (ConnectionTimeout bound = new ConnectionTimeout(engine, timer, USUAL);
        DockerHttpResponse head = send(bound, "GET", "/_ping", Map.of(), null)) {
      DockerApiVersion version = DockerApiVersion.common(head.header("api-version"));
      ServerInfo present = new ServerInfo(version, head.header(PODMAN) != null);
      serverInfo = present;
      return present;
    }
  }

  /** Reads an answer to its end. Must not be called for a stream that the engine does not end. */
  static Reply answer(DockerHttpResponse head) throws IOException {
    return new Reply(head.status(), json(head), head.headers());
  }

  /**
   * Returns a JSON object that contains the text as {@code message}, as the engine's own error
   * answers do.
   */
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
      // The answer comes, for example, from a proxy. Its body is read, because the connection must
      // not be closed while the other side still sends.
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
