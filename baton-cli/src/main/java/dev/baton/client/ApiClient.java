// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.config.ServerConnection;
import dev.baton.console.PrintableText;
import dev.baton.error.BatonException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.Credentials;
import dev.baton.httpclient.TlsFailure;
import dev.baton.protocol.LoginJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client of the REST API of one server, for one caller. An answer with a status of 300 or higher
 * becomes an exception with the server's message. Thread-safe.
 */
public final class ApiClient implements AutoCloseable {

  /** Reads JSON as strictly as the server: rejects text after the document, and duplicate names. */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final HttpClient http;
  private final String endpoint;
  private final UnaryOperator<String> shown;
  private final Runnable beforeChange;
  // Set by {@code open}, before any other thread uses the client. The session is cleared by {@code
  // close}.
  private @Nullable String authorization;
  private @Nullable String cookie;
  private @Nullable String session;

  private ApiClient(
      ServerConnection serverConnection, UnaryOperator<String> shown, Runnable beforeChange) {
    this.endpoint = serverConnection.endpoint();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .sslContext(serverConnection.tls().context(endpoint))
            .build();
    this.shown = shown;
    this.beforeChange = beforeChange;
  }

  /** Creates a client and logs in. */
  public static ApiClient open(ServerConnection serverConnection) throws InterruptedException {
    return open(serverConnection, UnaryOperator.identity(), () -> {});
  }

  /**
   * Creates a client and logs in.
   *
   * @param shown converts every text of every answer before the command shows it, for example
   *     escapes control characters
   * @param beforeChange is called before every request that may change something on the server
   */
  public static ApiClient open(
      ServerConnection serverConnection, UnaryOperator<String> shown, Runnable beforeChange)
      throws InterruptedException {
    ApiClient apiClient = new ApiClient(serverConnection, shown, beforeChange);
    switch (serverConnection.credentials()) {
      case Credentials.ApiKey apiKey ->
          apiClient.authorization = basic(apiKey.key(), apiKey.secret());
      case Credentials.Password password -> apiClient.logIn(password);
      case null -> {}
    }
    return apiClient;
  }

  public String endpoint() {
    return endpoint;
  }

  public JsonNode get(String path) throws InterruptedException {
    return get(path, Map.of());
  }

  public JsonNode get(String path, Map<String, String> query) throws InterruptedException {
    HttpResponse<String> response = send("GET", path + query(query), null);
    if (response.statusCode() == 405) {
      checkCollection(path.split("/", 2)[0]);
    }
    return json(response);
  }

  /**
   * Checks that the server has the collection.
   *
   * @throws NotFoundException if the collection is missing, because the server is a CIMI server
   *     that is not Baton's, such as Nuvla's
   */
  private void checkCollection(String collection) throws InterruptedException {
    JsonNode entryPoint = json(send("GET", "cloud-entry-point", null));
    if (!entryPoint.path("collections").has(collection)) {
      throw new NotFoundException(
          "the server at "
              + endpoint
              + " has no collection '"
              + collection
              + "': it is not a Baton server, and only commands about jobs work on it"
              + " (docs/nuvla.md)");
    }
  }

  /**
   * Searches the collection. The query is sent as the body of the request, because a filter can be
   * longer than a URL may be.
   */
  public JsonNode search(String collection, Map<String, String> query) throws InterruptedException {
    Map<String, String> strict = new LinkedHashMap<>(query);
    // The server then reports a mistyped attribute. Otherwise it would find no resources.
    strict.put("strict", "true");
    return json(
        send(
            request(collection)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString(form(strict)))));
  }

  /** Sends a POST like {@link #post(String, JsonNode)}, with query parameters. */
  public JsonNode post(String path, Map<String, String> query, JsonNode body)
      throws InterruptedException {
    return post(path + query(query), body);
  }

  public JsonNode post(String path, @Nullable JsonNode body) throws InterruptedException {
    beforeChange.run();
    return postQuery(path, Map.of(), body);
  }

  /**
   * Sends a POST that changes nothing on the server. It is not a GET, because a body can be longer
   * than a URL may be.
   */
  public JsonNode postQuery(String path, Map<String, String> query, @Nullable JsonNode body)
      throws InterruptedException {
    return json(send("POST", path + query(query), body));
  }

  /** Returns an answer that is not JSON, such as a picture. */
  public String text(String path, Map<String, String> query) throws InterruptedException {
    return text(send("GET", path + query(query), null));
  }

  /** Like {@link #text}, with a request body, which can be longer than a URL may be. */
  public String postQueryForText(String path, Map<String, String> query, JsonNode body)
      throws InterruptedException {
    return text(send("POST", path + query(query), body));
  }

  public JsonNode put(String path, JsonNode body) throws InterruptedException {
    beforeChange.run();
    return json(send("PUT", path, body));
  }

  /**
   * Sends a bulk request. The server requires the header that this method sets, so that nobody
   * sends a bulk request by accident.
   */
  public JsonNode patch(String path, JsonNode body) throws InterruptedException {
    beforeChange.run();
    return bulk(path, body);
  }

  /** Returns what a bulk request would do, and changes nothing. */
  public JsonNode dryRun(String path, ObjectNode body) throws InterruptedException {
    return bulk(path, body.deepCopy().put("dry-run", true));
  }

  private JsonNode bulk(String path, JsonNode body) throws InterruptedException {
    return json(
        send(
            request(path)
                .header("bulk", "yes")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body.toString()))));
  }

  public JsonNode delete(String path) throws InterruptedException {
    beforeChange.run();
    return json(send("DELETE", path, null));
  }

  /**
   * Opens a stream of server-sent events.
   *
   * @return the lines of the stream; the caller must close it
   */
  public Stream<String> events(String path, Map<String, String> query) throws InterruptedException {
    return stream(request(path + query(query)).GET());
  }

  /** Like {@link #events}, for a POST without a body. */
  public Stream<String> eventsOf(String path) throws InterruptedException {
    beforeChange.run();
    return stream(request(path).POST(BodyPublishers.noBody()));
  }

  private Stream<String> stream(HttpRequest.Builder builder) throws InterruptedException {
    HttpRequest request = builder.setHeader("Accept", "text/event-stream").build();
    HttpResponse<Stream<String>> response = exchange(request, BodyHandlers.ofLines());
    if (response.statusCode() >= 300) {
      try (Stream<String> lines = response.body()) {
        throw ApiErrors.of(response.statusCode(), lines.collect(Collectors.joining("\n")));
      }
    }
    return response.body();
  }

  /**
   * Sends a POST without a body and writes the answer to a stream, in bounded memory. The caller
   * must check that the content is complete.
   */
  public void download(String path, OutputStream out) throws InterruptedException, IOException {
    beforeChange.run();
    HttpRequest request =
        request(path).POST(BodyPublishers.noBody()).setHeader("Accept", "*/*").build();
    HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() >= 300) {
        throw ApiErrors.of(
            response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      body.transferTo(out);
    }
  }

  @Override
  public void close() {
    String open = session;
    session = null;
    if (open == null) {
      return;
    }
    try {
      send("DELETE", open, null);
    } catch (BatonException e) {
      // The logout failed. The server ends the session at its expiry.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void logIn(Credentials.Password password) throws InterruptedException {
    ObjectNode body = LoginJson.byPassword(password.user(), password.password());
    HttpResponse<String> response = send("POST", "session", body);
    JsonNode answer = json(response);
    session = answer.path("resource-id").asText(null);
    // The client stores the cookie itself. Java's cookie store would not send a "Secure" cookie
    // over plain HTTP.
    cookie =
        response.headers().allValues("set-cookie").stream()
            .map(line -> line.split(";", 2)[0])
            .collect(Collectors.joining("; "));
  }

  private HttpResponse<String> send(String method, String path, @Nullable JsonNode body)
      throws InterruptedException {
    return send(
        body == null
            ? request(path).method(method, BodyPublishers.noBody())
            : request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString())));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    return exchange(request.timeout(ANSWER).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + "/api/" + path))
            .header("Accept", "application/json");
    Optional.ofNullable(authorization).ifPresent(value -> request.header("Authorization", value));
    Optional.ofNullable(cookie).ifPresent(value -> request.header("Cookie", value));
    return request;
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws InterruptedException {
    try {
      return http.send(request, handler);
    } catch (ConnectException e) {
      throw new UnavailableException(
          "no server answers at " + endpoint + "; is it running? (baton up)", e);
    } catch (IOException e) {
      String lost = "lost the connection to the server at " + endpoint + ": " + e.getMessage();
      throw new UnavailableException(TlsFailure.explain(e, endpoint).orElse(lost), e);
    }
  }

  private String text(HttpResponse<String> response) {
    check(response);
    return shown.apply(response.body());
  }

  private static void check(HttpResponse<String> response) {
    if (response.statusCode() >= 300) {
      throw ApiErrors.of(response.statusCode(), response.body());
    }
  }

  private JsonNode json(HttpResponse<String> response) {
    check(response);
    return response.body().isBlank() ? MissingNode.getInstance() : document(response.body());
  }

  /** Parses a document that the server sent, such as the data of an event. */
  public JsonNode document(String text) {
    try {
      return PrintableText.document(JSON.readTree(text), shown);
    } catch (JsonProcessingException e) {
      throw new UnavailableException(
          "the server answered with something that is not JSON; is it a Baton server?", e);
    }
  }

  private static String basic(String key, String secret) {
    byte[] pair = (key + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String query(Map<String, String> parameters) {
    return parameters.isEmpty() ? "" : "?" + form(parameters);
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
