// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.error.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads request bodies within bounds, whatever a client claims of their length. */
final class Bodies {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private Bodies() {}

  /**
   * Everything up to the limit, which counts after decompression, so that a small request cannot
   * grow.
   */
  static byte[] read(InputStream in, String encoding, int limit) throws IOException {
    try {
      InputStream plain =
          switch (encoding) {
            case "", "identity" -> in;
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            default ->
                throw new Problem(
                    415, "content-encoding is '" + encoding + "'; allowed: gzip, identity");
          };
      byte[] bytes = plain.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw tooLarge(limit);
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw new InvalidInputException("the body is not gzip, although content-encoding says so", e);
    }
  }

  static Problem tooLarge(int limit) {
    return new Problem(413, "the body is larger than the " + limit + " bytes that are allowed");
  }

  /** The JSON document in a body. */
  static JsonNode json(byte[] body) throws IOException {
    try {
      JsonNode node = JSON.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw new InvalidInputException("the body is empty; expected a JSON document");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "the body is not JSON: "
              + e.getOriginalMessage()
              + (e.getLocation() == null
                  ? ""
                  : " (line "
                      + e.getLocation().getLineNr()
                      + ", column "
                      + e.getLocation().getColumnNr()
                      + ")"),
          e);
    }
  }
}
