// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.error.InvalidInputException;
import dev.baton.job.BoundedJson;
import dev.baton.job.JobSpec;

/**
 * Reads JSON from untrusted writers: with size limits, and strictly where leniency would hide a
 * mistake.
 */
final class PayloadJson {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PayloadJson() {}

  /**
   * Reads a JSON text.
   *
   * @param what the name of the text, for messages
   * @throws InvalidInputException if the text is not exactly one JSON value
   */
  static JsonNode read(String what, String text) {
    if (text.length() > JobSpec.MAX_PAYLOAD_LENGTH) {
      throw new InvalidInputException(
          what
              + " has "
              + text.length()
              + " characters; allowed: up to "
              + JobSpec.MAX_PAYLOAD_LENGTH);
    }
    return BoundedJson.readValue(what, text);
  }

  /** Converts JSON to maps, lists, strings, numbers and booleans. */
  static Object plain(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }
}
