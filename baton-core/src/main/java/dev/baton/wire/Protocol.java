// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.wire;

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
 * The protocol between a server and those that have nothing but its address: every call is {@code
 * POST /api/backend/<port>/<method>} with a JSON request; a call that reached the port is answered
 * with status 200 and an {@link CallResult}. Other statuses mean that it did not reach the port.
 *
 * <p>Readers ignore attributes that they do not know, so that attributes may be added; a change
 * that an older reader must not ignore raises {@link #VERSION}.
 */
public final class Protocol {

  /** The version of the protocol that both sides name in {@link #VERSION_HEADER}. */
  public static final String VERSION = "2";

  public static final String VERSION_HEADER = "Baton-Protocol";

  /** What the path of each call begins with. */
  public static final String PATH_PREFIX = "/api/backend/";

  /** The largest request, uncompressed: 16 MiB. */
  public static final int MAX_REQUEST_BYTES = 16 << 20;

  /** The most items of one request: claims asked for, pieces of work. */
  public static final int MAX_ITEMS = 500;

  /** The longest that a server keeps a long poll, in milliseconds. */
  public static final int MAX_WAIT_MILLIS = 20_000;

  private static final ObjectMapper MAPPER = ProtocolMapper.create();

  private Protocol() {}

  /**
   * Does nothing when the other side speaks this protocol.
   *
   * @param who the other side, for the message
   * @param version what it says in {@link #VERSION_HEADER}, if it says anything
   * @throws InvalidInputException if it does not
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

  /** The JSON form of a value of the protocol. */
  public static JsonNode toJson(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The JSON text of a value of the protocol, or of a tree. */
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
   * Reads a JSON tree.
   *
   * @throws InvalidInputException if it does not have the form of the type
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

  /** What a value's own check said is said again; the rest is told without quoting the payload. */
  private static InvalidInputException refused(JsonProcessingException e, Class<?> type) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BatonException refusal) {
        return new InvalidInputException(String.valueOf(refusal.getMessage()), e);
      }
    }
    return new InvalidInputException(
        "not the JSON form of a " + type.getSimpleName() + place(e) + ": " + e.getOriginalMessage(),
        e);
  }

  /** The path to the member that does not fit, such as {@code , at 'stay.lease'}. */
  private static String place(JsonProcessingException e) {
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
