// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.BatonException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Threads;
import dev.baton.wire.CallResult;
import dev.baton.wire.Gzip;
import dev.baton.wire.Protocol;
import dev.baton.wire.ProtocolCall;
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
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends one request and reads its answer. Logs in when needed, compresses, and translates every
 * failure into an exception that says what it means. Does not repeat calls. Thread-safe.
 */
final class RemoteClient {

  static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final String endpoint;
  private final HttpClient client;
  private final RemoteLogin remoteLogin;
  private volatile boolean closed; // set by the thread that closes, read by all

  RemoteClient(RemoteBackend.Options options) {
    this.endpoint = options.endpoint().toString().replaceFirst("/+$", "");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Threads.virtualPerTask("remote-http"));
    if (options.insecure()) {
      builder.sslContext(TrustAllCertificates.context());
    }
    this.client = builder.build();
    this.remoteLogin = new RemoteLogin(this, options.credentials());
  }

  String endpoint() {
    return endpoint;
  }

  <Q, R> R call(ProtocolCall<Q, R> protocolCall, Q request) {
    return call(protocolCall, request, TIMEOUT);
  }

  <Q, R> R call(ProtocolCall<Q, R> protocolCall, Q request, Duration timeout) {
    return call(protocolCall, Protocol.toBytes(request), timeout);
  }

  /** Like the other {@code call} methods, with a request that is already JSON text. */
  <R> R call(ProtocolCall<?, R> protocolCall, byte[] request, Duration timeout) {
    if (request.length > Protocol.MAX_REQUEST_BYTES) {
      throw new InvalidInputException(
          "a request of "
              + request.length
              + " bytes is too large; allowed: up to "
              + Protocol.MAX_REQUEST_BYTES
              + ". Post fewer jobs at once");
    }
    RemoteLogin.CookieSession cookieSession = remoteLogin.session();
    HttpResponse<byte[]> response =
        post(protocolCall.path(), request, cookieSession.cookies(), timeout);
    if (isRefusal(response)) {
      cookieSession = remoteLogin.sessionAfter(cookieSession);
      response = post(protocolCall.path(), request, cookieSession.cookies(), timeout);
    }
    return read(protocolCall, response);
  }

  private static boolean isRefusal(HttpResponse<byte[]> response) {
    return response.statusCode() == 401 || response.statusCode() == 403;
  }

  private <R> R read(ProtocolCall<?, R> protocolCall, HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw refused(protocolCall.path(), response);
    }
    Protocol.checkVersion(
        "the server at " + endpoint,
        response.headers().firstValue(Protocol.VERSION_HEADER).orElse(null));
    CallResult callResult = readable(response, CallResult.class);
    try {
      return callResult.value(protocolCall.reply());
    } catch (InvalidInputException e) {
      if (callResult.error() != null) {
        throw e;
      }
      throw new UnavailableException(
          "the answer of the server at " + endpoint + " has values that are unknown here", e);
    }
  }

  private <T> T readable(HttpResponse<byte[]> response, Class<T> type) {
    try {
      return Protocol.read(body(response), type);
    } catch (InvalidInputException | IOException e) {
      throw new UnavailableException(
          "the answer of the server at " + endpoint + " cannot be read", e);
    }
  }

  /** Translates a status other than 200. The call did not reach the port, or failed on the way. */
  private BatonException refused(String path, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    String message = "the server at " + endpoint + " answers " + status + " to " + path;
    String why = why(response);
    String full = why.isEmpty() ? message : message + ": " + why;
    return switch (status) {
      case 401, 403 -> new ForbiddenException(full);
      case 404, 405 -> new NotFoundException(full);
      case 400, 413, 415, 422 -> new InvalidInputException(full);
      default -> new UnavailableException(full);
    };
  }

  /** Returns the message of an error document, or an empty text if the body is no such document. */
  private static String why(HttpResponse<byte[]> response) {
    try {
      return Protocol.read(body(response), JsonNode.class).path("message").asText("");
    } catch (InvalidInputException | IOException e) {
      return "";
    }
  }

  /**
   * Posts JSON.
   *
   * @throws UnavailableException if there is no answer; its cause is a {@link
   *     RemoteNotSentException} if nothing was sent
   */
  HttpResponse<byte[]> post(String path, byte[] body, String cookies, Duration timeout) {
    if (closed) {
      throw unavailable(new RemoteNotSentException(new IOException("closed")));
    }
    try {
      return client.send(request(path, body, cookies, timeout), BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
      throw unavailable(new RemoteNotSentException(e));
    } catch (IOException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  private HttpRequest request(String path, byte[] body, String cookies, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("Accept-Encoding", "gzip")
            .header(Protocol.VERSION_HEADER, Protocol.VERSION);
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies);
    }
    if (body.length > Gzip.MIN_BYTES) {
      return request
          .header("Content-Encoding", "gzip")
          .POST(BodyPublishers.ofByteArray(Gzip.compress(body)))
          .build();
    }
    return request.POST(BodyPublishers.ofByteArray(body)).build();
  }

  private static byte[] body(HttpResponse<byte[]> response) throws IOException {
    boolean zipped =
        response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
    return zipped ? Gzip.decompress(response.body()) : response.body();
  }

  private UnavailableException unavailable(Exception cause) {
    Throwable reason = cause instanceof RemoteNotSentException ? cause.getCause() : cause;
    String why = reason == null ? "" : ": " + reason.getClass().getSimpleName();
    return new UnavailableException("no answer from the server at " + endpoint + why, cause);
  }

  void close() {
    closed = true;
    client.shutdownNow();
  }
}
