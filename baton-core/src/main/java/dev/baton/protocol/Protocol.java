// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.error.BatonException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The protocol between a server and the processes that have no store of their own, such as remote
 * executors. Every call is {@code POST /api/backend/<port>/<method>} with a JSON request. An answer
 * with status 200 contains a {@link CallResult}, which says what the method of the port returned or
 * threw. With any other status, the method was not called.
 *
 * <p>Readers ignore unknown attributes, so a new release may add attributes. A change that an older
 * reader must not ignore raises {@link #VERSION}.
 */
public final class Protocol {

  /** The version of the protocol that both sides send in {@link #VERSION_HEADER}. */
  public static final String VERSION = "3";

  public static final String VERSION_HEADER = "Baton-Protocol";

  /** The prefix of the path of each call. */
  public static final String PATH_PREFIX = "/api/backend/";

  /** The maximum size of a request, uncompressed: 16 MiB. */
  public static final int MAX_REQUEST_BYTES = 16 << 20;

  /** The maximum number of items in one request: requested claims or claim writes. */
  public static final int MAX_ITEMS = 500;

  /**
   * The maximum duration of a long poll, in milliseconds. Common proxies close a connection only
   * after 50 or 60 seconds without data.
   */
  public static final int MAX_WAIT_MILLIS = 30_000;

  private static final ObjectMapper MAPPER = ProtocolMapper.create();

  private Protocol() {}

  /**
   * Checks that the other side uses this version of the protocol.
   *
   * @param who the name of the other side in the message
   * @param version the value of its {@link #VERSION_HEADER}; null if it sent none
   * @throws InvalidInputException if it uses another version
   */
  public static void checkVersion(String who, @Nullable String version) {
    if (!Objects.equals(version, VERSION)) {
      throw new InvalidInputException(
          who
              + (version == null
                  ? " does not name a version of Baton's protocol"
                  : " speaks version '" + version + "' of Baton's protocol")
              + "; expected "
              + VERSION_HEADER
              + ": "
              + VERSION
              + ". Run the same release of Baton on both sides");
    }
  }

  /** Returns the JSON form of a value of the protocol. */
  public static JsonNode toJson(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Returns the JSON text of a value of the protocol, or of a {@link JsonNode}. */
  public static byte[] toBytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write a " + value.getClass().getSimpleName(), e);
    }
  }

  /**
   * Reads JSON text.
   *
   * @throws InvalidInputException if it is not JSON or does not have the form of the type
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return present(MAPPER.readValue(json, type), type);
    } catch (JsonProcessingException e) {
      throw refused(e, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a value from a JSON node.
   *
   * @throws InvalidInputException if the node does not have the form of the type
   */
  public static <T> T read(JsonNode json, Class<T> type) {
    try {
      return present(MAPPER.treeToValue(json, type), type);
    } catch (JsonProcessingException e) {
      throw refused(e, type);
    }
  }

  private static <T> T present(@Nullable T value, Class<T> type) {
    if (value == null) {
      throw new InvalidInputException("expected a " + type.getSimpleName() + ", found null");
    }
    return value;
  }

  /**
   * Returns the exception for JSON that cannot be read. If a constructor of the value threw it,
   * keeps its message. Otherwise the message names the type and the path to the wrong member, and
   * contains the error that Jackson found.
   */
  private static InvalidInputException refused(JsonProcessingException e, Class<?> type) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BatonException refusal) {
        return new InvalidInputException(String.valueOf(refusal.getMessage()), e);
      }
    }
    return new InvalidInputException(
        "not the JSON form of a "
            + type.getSimpleName()
            + pathOf(e)
            + ": "
            + e.getOriginalMessage(),
        e);
  }

  /** Returns the path to the wrong member, such as {@code , at 'session.lease'}. */
  private static String pathOf(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "";
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return ", at '" + InputBounds.shown(path.toString()) + "'";
  }
}
