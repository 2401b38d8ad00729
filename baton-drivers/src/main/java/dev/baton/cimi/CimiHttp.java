// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.UnavailableException;
import dev.baton.service.Threads;
import dev.baton.wire.Gzip;
import dev.baton.wire.TrustAllCertificates;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and returns the answer, whatever its status. Does not repeat requests.
 * Thread-safe.
 */
final class CimiHttp {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String endpoint;
  private final HttpClient client;
  private volatile boolean closed; // set by the thread that closes, read by all

  /**
   * A request.
   *
   * @param path the path after the endpoint, with the query
   * @param type the content type of the body, or null for a request without a body
   */
  record CimiRequest(
      String method, String path, @Nullable String type, String body, Map<String, String> headers) {

    static CimiRequest of(String method, String path) {
      return new CimiRequest(method, path, null, "", Map.of());
    }

    static CimiRequest json(String method, String path, JsonNode body) {
      return new CimiRequest(method, path, "application/json", text(body), Map.of());
    }

    static CimiRequest form(String method, String path, String form) {
      return new CimiRequest(method, path, "application/x-www-form-urlencoded", form, Map.of());
    }

    CimiRequest with(String header, String value) {
      return new CimiRequest(method, path, type, body, Map.of(header, value));
    }

    private static String text(JsonNode body) {
      try {
        return JSON.writeValueAsString(body);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("cannot write a JSON tree", e);
      }
    }
  }

  /**
   * The answer to a request.
   *
   * @param body the JSON body, or a missing node if the body is not JSON
   * @param cookies the values of the headers {@code Set-Cookie}
   */
  record CimiResponse(int status, JsonNode body, List<String> cookies) {

    boolean isGood() {
      return status >= 200 && status < 300;
    }

    /** Returns the document in the body, or an empty document if the body has none. */
    ObjectNode document() {
      return body instanceof ObjectNode object ? object : JSON.createObjectNode();
    }

    String message() {
      return body.path("message").asText("");
    }
  }

  CimiHttp(URI endpoint, boolean insecure) {
    this.endpoint = endpoint.toString().replaceFirst("/+$", "");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Threads.virtualPerTask("cimi-http"));
    if (insecure) {
      builder.sslContext(TrustAllCertificates.context());
    }
    this.client = builder.build();
  }

  String endpoint() {
    return endpoint;
  }

  /**
   * Sends a request with additional headers.
   *
   * @throws UnavailableException if there is no answer; its cause is a {@link CimiNotSentException}
   *     if nothing was sent
   */
  CimiResponse send(CimiRequest cimiRequest, Map<String, String> more) {
    if (closed) {
      throw unavailable(new CimiNotSentException(new IOException("closed")));
    }
    try {
      return answer(client.send(built(cimiRequest, more), BodyHandlers.ofByteArray()));
    } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
      throw unavailable(new CimiNotSentException(e));
    } catch (IOException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  private HttpRequest built(CimiRequest cimiRequest, Map<String, String> more) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(endpoint + cimiRequest.path()))
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .header("Accept-Encoding", "gzip");
    cimiRequest.headers().forEach(builder::header);
    more.forEach(builder::header);
    byte[] body = cimiRequest.body().getBytes(StandardCharsets.UTF_8);
    if (cimiRequest.type() == null) {
      return builder.method(cimiRequest.method(), BodyPublishers.noBody()).build();
    }
    builder.header("Content-Type", cimiRequest.type());
    if (body.length > Gzip.MIN_BYTES) {
      builder.header("Content-Encoding", "gzip");
      body = Gzip.compress(body);
    }
    return builder.method(cimiRequest.method(), BodyPublishers.ofByteArray(body)).build();
  }

  private static CimiResponse answer(HttpResponse<byte[]> response) throws IOException {
    boolean zipped =
        response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
    byte[] body = zipped ? Gzip.decompress(response.body()) : response.body();
    return new CimiResponse(
        response.statusCode(), tree(body), response.headers().allValues("Set-Cookie"));
  }

  private static JsonNode tree(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private UnavailableException unavailable(Exception cause) {
    Throwable reason = cause instanceof CimiNotSentException ? cause.getCause() : cause;
    String why = reason == null ? "" : ": " + reason.getClass().getSimpleName();
    return new UnavailableException("no answer from the server at " + endpoint + why, cause);
  }

  void close() {
    closed = true;
    client.shutdownNow();
  }
}
