// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.httpclient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.protocol.Gzip;
import dev.baton.service.Threads;
import dev.baton.trace.CurrentSpan;
import dev.baton.trace.Span;
import dev.baton.trace.TraceHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and returns the answer, whatever its status is. Compresses long bodies and
 * accepts compressed answers. Does not log in and does not repeat requests. Thread-safe.
 */
public final class HttpTransport {

  /** How long a request waits for its answer, unless the request sets another time. */
  public static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String endpoint;
  private final Map<String, String> headers;
  private final HttpClient client;
  private volatile boolean closed; // set by the thread that closes, read by all

  /**
   * A request.
   *
   * @param path the path after the endpoint, with the query
   * @param type the content type of the body, or null for a request without a body
   */
  @SuppressWarnings("ArrayRecordComponent") // written once to a connection, never compared
  public record ServerRequest(
      String method,
      String path,
      @Nullable String type,
      byte[] body,
      Map<String, String> headers,
      Duration timeout) {

    /** Returns a request without a body. */
    public static ServerRequest of(String method, String path) {
      return new ServerRequest(method, path, null, new byte[0], Map.of(), TIMEOUT);
    }

    /** Returns a request with a JSON document. */
    public static ServerRequest json(String method, String path, JsonNode body) {
      try {
        return json(method, path, JSON.writeValueAsBytes(body), TIMEOUT);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("cannot write a JSON tree", e);
      }
    }

    /** Returns a request with JSON text. */
    public static ServerRequest json(String method, String path, byte[] body, Duration timeout) {
      return new ServerRequest(method, path, "application/json", body, Map.of(), timeout);
    }

    /** Returns a request with an encoded form. */
    public static ServerRequest form(String method, String path, String form) {
      byte[] body = form.getBytes(StandardCharsets.UTF_8);
      String type = "application/x-www-form-urlencoded";
      return new ServerRequest(method, path, type, body, Map.of(), TIMEOUT);
    }

    /** Returns the request with this header as its only header. */
    public ServerRequest with(String header, String value) {
      return new ServerRequest(method, path, type, body, Map.of(header, value), timeout);
    }
  }

  /**
   * The answer to a request.
   *
   * @param body the body, after decompression
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record ServerResponse(int status, HttpHeaders headers, byte[] body) {

    /** Whether the status is 2xx. */
    public boolean isGood() {
      return status >= 200 && status < 300;
    }

    /** Returns the JSON body, or a missing node if the body is not JSON. */
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        return MissingNode.getInstance();
      } catch (IOException e) {
        throw new UncheckedIOException("reading from memory does not fail", e);
      }
    }

    /** Returns the JSON object in the body, or an empty object if the body is not a JSON object. */
    public ObjectNode document() {
      return json() instanceof ObjectNode object ? object : JSON.createObjectNode();
    }
  }

  /**
   * Opens a transport. Does not contact the server.
   *
   * @param headers are sent with every request
   * @throws InvalidInputException if a file of the TLS settings is missing or invalid
   */
  public HttpTransport(URI endpoint, ClientTls clientTls, Map<String, String> headers) {
    this.endpoint = endpoint.toString().replaceFirst("/+$", "");
    this.headers = Map.copyOf(headers);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Threads.virtualPerTask("http-client"))
            .sslContext(clientTls.context(this.endpoint))
            .build();
  }

  /**
   * Checks the address of a server.
   *
   * @param example a valid address, for the message
   * @throws InvalidInputException if the address is not an {@code http} or {@code https} URL, or
   *     contains credentials
   */
  public static void checkEndpoint(URI endpoint, String example) {
    String scheme = String.valueOf(endpoint.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || endpoint.getHost() == null) {
      throw new InvalidInputException(
          "the endpoint is '"
              + (endpoint.getUserInfo() == null ? endpoint : "(a URL with credentials)")
              + "'; expected a URL such as "
              + example);
    }
    if (endpoint.getUserInfo() != null) {
      throw new InvalidInputException(
          "the endpoint holds credentials; give them as user and password, or key and secret");
    }
  }

  /** Returns the address of the server without a slash at its end. */
  public String endpoint() {
    return endpoint;
  }

  /**
   * Sends a request without a login.
   *
   * @throws UnavailableException if there is no answer; its cause is a {@link NotSentException} if
   *     the request was not sent
   */
  public ServerResponse send(ServerRequest serverRequest) {
    return send(serverRequest, Map.of());
  }

  /** Like {@link #send(ServerRequest)}, with additional headers. */
  ServerResponse send(ServerRequest serverRequest, Map<String, String> further) {
    if (closed) {
      throw unavailable(new NotSentException(new IOException("closed")));
    }
    URI address = URI.create(endpoint + serverRequest.path());
    Span span = TraceCall.start(serverRequest.method(), address);
    try (CurrentSpan.Scope scope = CurrentSpan.enter(span)) {
      ServerResponse response = sendInSpan(built(address, serverRequest, further), serverRequest);
      TraceCall.answered(span, response.status());
      return response;
    } catch (UnavailableException e) {
      span.failed(e.getClass().getName());
      throw e;
    } finally {
      span.end();
    }
  }

  private ServerResponse sendInSpan(HttpRequest request, ServerRequest serverRequest) {
    try {
      return answer(exchange(request, serverRequest.timeout()));
    } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
      throw unavailable(new NotSentException(e));
    } catch (IOException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  /**
   * Sends the request and waits for the whole answer. The timeout of the client itself ends with
   * the head of the answer, and a server may send the head long before the body.
   */
  private HttpResponse<byte[]> exchange(HttpRequest request, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> future =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return future.get(timeout.plus(CONNECT_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("the request failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("the answer is not complete after " + timeout);
    } finally {
      // Ends the exchange if this thread gives up; has no effect on an exchange that is complete.
      future.cancel(true);
    }
  }

  private HttpRequest built(URI address, ServerRequest serverRequest, Map<String, String> further) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address)
            .timeout(serverRequest.timeout())
            .header("Accept", "application/json")
            .header("Accept-Encoding", "gzip");
    headers.forEach(builder::header);
    serverRequest.headers().forEach(builder::header);
    further.forEach(builder::header);
    TraceHeaders.write().forEach(builder::header);
    if (serverRequest.type() == null) {
      return builder.method(serverRequest.method(), BodyPublishers.noBody()).build();
    }
    builder.header("Content-Type", serverRequest.type());
    byte[] body = serverRequest.body();
    if (body.length > Gzip.MIN_BYTES) {
      builder.header("Content-Encoding", "gzip");
      body = Gzip.compress(body);
    }
    return builder.method(serverRequest.method(), BodyPublishers.ofByteArray(body)).build();
  }

  private static ServerResponse answer(HttpResponse<byte[]> response) throws IOException {
    boolean zipped =
        response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
    byte[] body = zipped ? Gzip.decompress(response.body()) : response.body();
    return new ServerResponse(response.statusCode(), response.headers(), body);
  }

  private UnavailableException unavailable(Exception cause) {
    Throwable reason = cause instanceof NotSentException ? cause.getCause() : cause;
    String why = reason == null ? "" : ": " + reason.getClass().getSimpleName();
    String message =
        TlsFailure.explain(cause, endpoint)
            .orElse("no answer from the server at " + endpoint + why);
    return new UnavailableException(message, cause);
  }

  /**
   * Returns the exception for an answer whose status is not 2xx.
   *
   * @param question the text after the status in the message, for example the path of the request
   */
  public BatonException problem(ServerResponse serverResponse, String question) {
    int status = serverResponse.status();
    String why = serverResponse.json().path("message").asText("");
    String message =
        "the server at "
            + endpoint
            + " answers "
            + status
            + question
            + (why.isEmpty() ? "" : ": " + why);
    return switch (status) {
      case 401, 403 -> new ForbiddenException(message);
      case 404, 405 -> new NotFoundException(message);
      case 409 -> new ConflictException(message);
      case 400, 413, 415, 422 -> new InvalidInputException(message);
      default -> new UnavailableException(message);
    };
  }

  /** Ends the requests in progress and refuses further requests. */
  public void close() {
    closed = true;
    client.shutdownNow();
  }
}
