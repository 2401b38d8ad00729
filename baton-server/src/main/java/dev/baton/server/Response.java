// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response. Successful responses always have a body, because Nuvla's clients parse every body as
 * JSON.
 */
public sealed interface Response {

  /** Separates the values of a header that the response has several times. */
  String LINE_END = "\n";

  int status();

  Map<String, String> headers();

  /** A JSON document. */
  record Json(int status, JsonNode body, Map<String, String> headers) implements Response {
    public Json {
      headers = Map.copyOf(headers);
    }
  }

  /** Text, the bytes of a file, or an empty body. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, so an array is fine.
  record Content(int status, String type, byte[] body, Map<String, String> headers)
      implements Response {
    public Content {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * A stream of server-sent events. It ends when the source returns or the client disconnects.
   *
   * @param onClose always runs at the end of the stream
   */
  record Events(EventSource source, Runnable onClose) implements Response {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }

  /**
   * A JSON document that may be known only after a long time.
   *
   * @param document waits for the document
   */
  record Awaited(AwaitedDocument document, Map<String, String> headers) implements Response {
    public Awaited {
      headers = Map.copyOf(headers);
    }

    @Override
    public int status() {
      return 200;
    }
  }

  /**
   * A file that is too large for the memory.
   *
   * @param onClose always runs at the end of the response
   */
  record Download(String type, ContentWriter content, Runnable onClose) implements Response {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  interface ContentWriter {
    /**
     * Writes everything to the stream and leaves the stream open.
     *
     * @throws IOException ends the response early; a reader must notice that the file is incomplete
     */
    void write(OutputStream out) throws IOException;
  }

  /** Sends a blank before a document, which readers of JSON ignore. */
  @FunctionalInterface
  interface ClientCheck {
    /** Sends the blank; fails if the client has disconnected. */
    void send() throws IOException;
  }

  /** Waits for a document. */
  @FunctionalInterface
  interface AwaitedDocument {
    /**
     * Returns the document.
     *
     * @param check sends blanks, to notice when the client disconnects
     * @throws Exception ends the response without a document
     */
    JsonNode await(ClientCheck check) throws Exception;
  }

  /** Writes events to one client. */
  @FunctionalInterface
  interface EventSource {
    /**
     * Writes events and returns when no more events follow. The answer begins with the first write,
     * so a source that subscribes to something writes a heartbeat when it has done so.
     *
     * @throws Exception ends the stream; a failed write means that the client has disconnected
     */
    void run(EventSink sink) throws Exception;
  }

  static Response ok(JsonNode body) {
    return new Json(200, body, Map.of());
  }

  static Response text(String type, String text) {
    return new Content(200, type, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
  }

  /**
   * The response to every request that adds a resource. The id is in the body and in the header
   * {@code Location}, which is a relative address, as at Nuvla.
   */
  static Response created(String id) {
    return new Json(201, message(201, id + " created", id), Map.of("Location", id));
  }

  /** The response to every request that deletes a resource. */
  static Response deleted(String id) {
    return ok(message(200, id + " deleted", id));
  }

  /** Writes the body of a response that contains no resource, for example of an error. */
  static ObjectNode message(int status, @Nullable String message, @Nullable String resourceId) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("status", status);
    body.put("message", message == null ? "" : message);
    if (resourceId != null) {
      body.put("resource-id", resourceId);
    }
    return body;
  }

  /** The same response with one more header. */
  default Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers());
    more.merge(header, value, (former, added) -> former + LINE_END + added);
    return switch (this) {
      case Json json -> new Json(json.status(), json.body(), more);
      case Content content -> new Content(content.status(), content.type(), content.body(), more);
      case Awaited awaited -> new Awaited(awaited.document(), more);
      case Download download -> throw new IllegalStateException("a file has fixed headers");
      case Events events -> throw new IllegalStateException("a stream has fixed headers");
    };
  }
}
