// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.error.InvalidInputException;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request, as handlers see it. Used by one thread. */
public final class Request {

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

  /** On whose behalf it is; anonymous when the client did not say. */
  public Caller caller() {
    if (caller == null) {
      caller = authentication.apply(this);
    }
    return caller;
  }

  public String method() {
    return context.method().name();
  }

  public String path() {
    return context.path();
  }

  /** A variable segment of the route's path. */
  public String segment(String name) {
    return context.pathParam(name);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.header(name));
  }

  /**
   * The values of a header that lists hops, over all of its lines in their order: some proxies add
   * to the line of the client, others add a line of their own.
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

  /** The parameters of the query string alone. */
  public RequestParameters query() {
    String query = context.queryString();
    return query == null ? RequestParameters.NONE : RequestParameters.parse(query);
  }

  /** The parameters of the query string and, if the body is a form, of the form. */
  public RequestParameters params() throws IOException {
    if (requestParameters == null) {
      requestParameters = isForm() ? query().and(form()) : query();
    }
    return requestParameters;
  }

  private RequestParameters form() throws IOException {
    return RequestParameters.parse(
        new String(body(options.limits().body()), StandardCharsets.UTF_8));
  }

  public boolean isForm() {
    String type = context.contentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
  }

  /** The JSON document in the body. */
  public JsonNode json() throws IOException {
    return RequestBodyReader.json(body(options.limits().body()));
  }

  /** The JSON document in the body, which holds many in one object. */
  public JsonNode batchJson() throws IOException {
    return RequestBodyReader.json(body(options.limits().bulkBody()));
  }

  /** The JSON document in a body that may hold many; alone, it has the limit of one. */
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

  /** The JSON object in the body, or an empty one where there is no body. */
  public ObjectNode objectOrEmpty() throws IOException {
    return body(options.limits().body()).length == 0
        ? JsonNodeFactory.instance.objectNode()
        : object();
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
    // Jetty has refused malformed lengths; a length that does not fit is too large anyway.
    return text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text.strip());
  }

  /** The value of a cookie. */
  public Optional<String> cookie(String name) {
    return Optional.ofNullable(context.cookie(name));
  }

  /** The address of the other end of the connection, be it a client or a proxy. */
  public String peerAddress() {
    return context.ip();
  }

  /**
   * The client's address; behind trusted proxies, the last one that they name and that is not
   * theirs: what precedes it in the header, the client may have written.
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

  /** Whether it names a client before the peer, though the peer is no trusted proxy. */
  public boolean isForwardedByStrangers() {
    return !isProxied() && (!hops("X-Forwarded-For").isEmpty() || header("Forwarded").isPresent());
  }

  private boolean isProxied() {
    return options.trustedProxies().contains(peerAddress());
  }

  /** Whether the client came by https, perhaps to a trusted proxy. */
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

  /** The absolute address below which resource ids are relative URLs; ends in a slash. */
  public String baseUri() {
    return scheme() + "://" + host() + "/api/";
  }

  private Optional<String> forwarded(String name) {
    if (!isProxied()) {
      return Optional.empty();
    }
    // The last hop is the one that our own proxy added; what precedes it, a client may have.
    List<String> hops = hops(name);
    return hops.isEmpty() ? Optional.empty() : Optional.of(hops.getLast());
  }
}
