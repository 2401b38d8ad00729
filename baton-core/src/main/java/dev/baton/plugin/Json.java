// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobSpec;

/** Reads JSON that strangers wrote: bounded, and strict where leniency would hide a mistake. */
final class Json {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  static final int MAX_DEPTH = 100;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(JobSpec.MAX_PAYLOAD_LENGTH)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // So that no digit is lost, and no 1e999 becomes infinite, before it is judged.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

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
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node.isMissingNode()) {
        throw new InvalidInputException(what + " is blank; expected JSON");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          what + " is not JSON: " + e.getOriginalMessage() + position(e), e);
    }
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

  private static String position(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }
}
