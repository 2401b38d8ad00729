// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.error.InvalidInputException;
import dev.baton.job.BoundedJson;
import dev.baton.job.JobSpec;

/** Reads JSON that strangers wrote: bounded, and strict where leniency would hide a mistake. */
final class PayloadJson {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PayloadJson() {}

  /**
   * @param what names the text in messages
   * @throws InvalidInputException if the text is not one JSON value
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

  /** Maps, lists, texts, numbers and booleans in place of nodes. */
  static Object plain(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }

  /** The value for a message, cut to what a line can hold. */
  static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
