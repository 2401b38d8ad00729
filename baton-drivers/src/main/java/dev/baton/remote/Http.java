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
import dev.baton.wire.AnyCertificate;
import dev.baton.wire.Call;
import dev.baton.wire.Gzip;
import dev.baton.wire.Outcome;
import dev.baton.wire.Wire;
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
 * Sends one request and reads its answer: logs in where needed, compresses, and says of every
 * failure what it means. Repeats nothing. Thread-safe.
 */
final class Http {

  static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final String endpoint;
  private final HttpClient client;
  private final Login login;
  private volatile boolean closed; // set by the thread that closes, read by all

  Http(RemoteBackend.Options options) {
    this.endpoint = options.endpoint().toString().replaceFirst("/+$", "");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Threads.virtualPerTask("remote-http"));
    if (options.insecure()) {
      builder.sslContext(AnyCertificate.context());
    }
    this.client = builder.build();
    this.login = new Login(this, options.credentials());
  }

  String endpoint() {
    return endpoint;
  }

  <Q, R> R call(Call<Q, R> call, Q request) {
    return call(call, request, TIMEOUT);
  }

  <Q, R> R call(Call<Q, R> call, Q request, Duration timeout) {
    return call(call, Wire.bytes(request), timeout);
  }

  /** As the others, with a request that is JSON text already. */
  <R> R call(Call<?, R> call, byte[] request, Duration timeout) {
    if (request.length > Wire.MAX_REQUEST_BYTES) {
      throw new InvalidInputException(
          "a request of "
              + request.length
              + " bytes is too large; allowed: up to "
              + Wire.MAX_REQUEST_BYTES
              + ". Post fewer jobs at once");
    }
    Login.Session session = login.session();
    HttpResponse<byte[]> response = post(call.path(), request, session.cookies(), timeout);
    if (isRefusal(response)) {
      session = login.sessionAfter(session);
      response = post(call.path(), request, session.cookies(), timeout);
    }
    return read(call, response);
  }

  private static boolean isRefusal(HttpResponse<byte[]> response) {
    return response.statusCode() == 401 || response.statusCode() == 403;
  }

  private <R> R read(Call<?, R> call, HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw refused(call.path(), response);
    }
    Wire.checkProtocol(
        "the server at " + endpoint, response.headers().firstValue(Wire.HEADER).orElse(null));
    Outcome outcome = readable(response, Outcome.class);
    try {
      return outcome.value(call.reply());
    } catch (InvalidInputException e) {
      if (outcome.error() != null) {
        throw e;
      }
      throw new UnavailableException("the server at " + endpoint + " answers what is unknown", e);
    }
  }

  private <T> T readable(HttpResponse<byte[]> response, Class<T> type) {
    try {
      return Wire.read(body(response), type);
    } catch (InvalidInputException | IOException e) {
      throw new UnavailableException(
          "the answer of the server at " + endpoint + " cannot be read", e);
    }
  }

  /** A status other than 200: the call did not reach the port, or something broke on the way. */
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

  /** The message of an error document; empty if the body is none. */
  private static String why(HttpResponse<byte[]> response) {
    try {
      return Wire.read(body(response), JsonNode.class).path("message").asText("");
    } catch (InvalidInputException | IOException e) {
      return "";
    }
  }

  /**
   * Posts JSON.
   *
   * @throws UnavailableException if there is no answer; caused by {@link NotSent} if nothing was
   *     sent
   */
  HttpResponse<byte[]> post(String path, byte[] body, String cookies, Duration timeout) {
    if (closed) {
      throw unavailable(new NotSent(new IOException("closed")));
    }
    try {
      return client.send(request(path, body, cookies, timeout), BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
      throw unavailable(new NotSent(e));
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
            .header(Wire.HEADER, Wire.PROTOCOL);
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies);
    }
    if (body.length > Gzip.WORTH_IT) {
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
    Throwable reason = cause instanceof NotSent ? cause.getCause() : cause;
    String why = reason == null ? "" : ": " + reason.getClass().getSimpleName();
    return new UnavailableException("no answer from the server at " + endpoint + why, cause);
  }

  void close() {
    closed = true;
    client.shutdownNow();
  }
}
