// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import io.javalin.http.Context;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One HTTP request. Used by one thread. */
public final class Request {

  private static final int MOST_COOKIES = 4;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Context context;
  private final ServerOptions options;
  private final Function<Request, Caller> authentication;
  private @Nullable Caller caller;
  private @Nullable RequestParameters requestParameters;
  private byte @Nullable [] body;

  Request(Context context, ServerOptions options, Function<Request, Caller> authentication) {
    this.context = context;
    this.options = options;
    this.authentication = authentication;
  }

  /**
   * The user or API key for whom the request is carried out; anonymous if the client sent no
   * credentials.
   */
  public Caller caller() {
    if (caller == null) {
      caller = authentication.apply(this);
    }
    return caller;
  }

  /** The caller, if the route has asked for it. */
  Optional<Caller> knownCaller() {
    return Optional.ofNullable(caller);
  }

  public String method() {
    return context.method().name();
  }

  public String path() {
    return context.path();
  }

  /**
   * The value of a variable segment in the path, such as {@code uuid} in {@code /api/job/{uuid}}.
   */
  public String segment(String name) {
    return context.pathParam(name);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.header(name));
  }

  /**
   * Returns the values of a header to which each proxy adds a value, such as {@code
   * X-Forwarded-For}, in their order. Some proxies extend the header line that they received,
   * others add a line.
   */
  private List<String> hops(String name) {
    List<String> hops = new ArrayList<>();
    Enumeration<String> lines = context.req().getHeaders(name);
    while (lines.hasMoreElements()) {
      for (String hop : lines.nextElement().split(",")) {
        if (!hop.isBlank()) {
          hops.add(hop.strip());
        }
      }
    }
    return hops;
  }

  /** The parameters of the query string only. */
  public RequestParameters query() {
    return RequestParameters.parse(queryText());
  }

  private String queryText() {
    return Objects.requireNonNullElse(context.queryString(), "");
  }

  /** The parameters of the query string and, if the body is a form, of the form. */
  public RequestParameters params() throws IOException {
    if (requestParameters == null) {
      String form =
          isForm() ? new String(body(options.limits().body()), StandardCharsets.UTF_8) : "";
      requestParameters = RequestParameters.parse(queryText() + "&" + form);
    }
    return requestParameters;
  }

  public boolean isForm() {
    String type = context.contentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
  }

  /** The JSON document in the body. */
  public JsonNode json() throws IOException {
    return RequestBodyReader.json(body(options.limits().body()));
  }

  /** The JSON document in the body, with the size limit of a bulk request. */
  public JsonNode batchJson() throws IOException {
    return RequestBodyReader.json(body(options.limits().bulkBody()));
  }

  /**
   * Returns the JSON document in a body that contains one document or a list of documents. The size
   * limit of a bulk request applies to a list, the smaller limit of a single document otherwise.
   */
  public JsonNode bulkJson() throws IOException {
    byte[] bytes = body(options.limits().bulkBody());
    JsonNode node = RequestBodyReader.json(bytes);
    if (!node.isArray() && bytes.length > options.limits().body()) {
      throw RequestBodyReader.tooLarge(options.limits().body());
    }
    return node;
  }

  /** The JSON object in the body. */
  public ObjectNode object() throws IOException {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidInputException("the body is not a JSON object; expected {…}");
  }

  /** The JSON object in the body, or an empty object if there is no body. */
  public ObjectNode objectOrEmpty() throws IOException {
    return body(options.limits().body()).length == 0
        ? JsonNodeFactory.instance.objectNode()
        : object();
  }

  /**
   * Refuses a body with attributes, for operations that have none.
   *
   * @throws InvalidInputException if the body is not empty and not an empty JSON object
   */
  void refuseAttributes() throws IOException {
    Iterator<String> names = objectOrEmpty().fieldNames();
    if (names.hasNext()) {
      throw new InvalidInputException(
          "operation '"
              + path().substring(path().lastIndexOf('/') + 1)
              + "' has no attribute '"
              + InputBounds.shown(names.next())
              + "'; allowed: none");
    }
  }

  private byte[] body(int limit) throws IOException {
    if (body == null) {
      String encoding = header("Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT);
      long length = header("Content-Length").map(Request::lengthOr0).orElse(0L);
      if (length > limit) {
        throw RequestBodyReader.tooLarge(limit);
      }
      body = RequestBodyReader.read(context.bodyInputStream(), encoding, limit);
    }
    return body;
  }

  private static long lengthOr0(String text) {
    // Jetty has already refused malformed lengths. A number with more than 18 digits may not fit
    // into a long, and is larger than any limit.
    return text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text.strip());
  }

  /**
   * The values of a cookie, at most four. A browser sends several if it got them for different
   * paths, that of the longest path first.
   */
  public List<String> cookies(String name) {
    Cookie[] cookies = context.req().getCookies();
    return cookies == null
        ? List.of()
        : Stream.of(cookies)
            .filter(cookie -> cookie.getName().equals(name))
            .map(Cookie::getValue)
            .limit(MOST_COOKIES)
            .toList();
  }

  /** The address of the other end of the connection, which is a client or a proxy. */
  public String peerAddress() {
    return context.ip();
  }

  /**
   * Returns the client's address. If the request came through trusted proxies, this is the last
   * address in {@code X-Forwarded-For} that is not a trusted proxy. The addresses before it are not
   * used, because the client may have written them.
   */
  public String remoteAddress() {
    String address = peerAddress();
    if (!isProxied()) {
      return address;
    }
    for (String hop : hops("X-Forwarded-For").reversed()) {
      address = hop;
      if (!options.trustedProxies().contains(address)) {
        return address;
      }
    }
    return address;
  }

  /**
   * Whether the request says that it was forwarded, although it does not come from a trusted proxy.
   */
  public boolean isForwardedByUntrustedProxy() {
    return !isProxied() && (!hops("X-Forwarded-For").isEmpty() || header("Forwarded").isPresent());
  }

  private boolean isProxied() {
    return options.trustedProxies().contains(peerAddress());
  }

  /** Whether the client used https, to this server or to a trusted proxy. */
  public boolean isHttps() {
    return scheme().equals("https");
  }

  private String scheme() {
    return forwarded("X-Forwarded-Proto").orElseGet(context::scheme).toLowerCase(Locale.ROOT);
  }

  /** Host and port as the client named them. */
  public String host() {
    return forwarded("X-Forwarded-Host")
        .or(() -> header("Host"))
        .orElseGet(() -> options.host() + ":" + context.port());
  }

  /**
   * Returns the absolute address of the API, with a final slash. Resource ids are relative to it.
   */
  public String baseUri() {
    return scheme() + "://" + host() + options.basePath() + "/api/";
  }

  private Optional<String> forwarded(String name) {
    if (!isProxied()) {
      return Optional.empty();
    }
    // Only the last value comes from the trusted proxy. The client may have written the values
    // before it.
    List<String> hops = hops(name);
    return hops.isEmpty() ? Optional.empty() : Optional.of(hops.getLast());
  }
}
