// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.job.BoundedJson;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads request bodies up to a size limit. The limit applies to the bytes that are really read,
 * because a client can declare a wrong length.
 */
final class RequestBodyReader {

  private RequestBodyReader() {}

  /**
   * Reads the whole body. The limit applies to the decompressed body, so that a small compressed
   * body cannot fill the memory.
   */
  static byte[] read(InputStream in, String encoding, int limit) throws IOException {
    try {
      InputStream plain =
          switch (encoding) {
            case "", "identity" -> in;
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            default ->
                throw new HttpStatusException(
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

  static HttpStatusException tooLarge(int limit) {
    return new HttpStatusException(
        413, "the body is larger than the " + limit + " bytes that are allowed");
  }

  /** Parses a body as JSON. Very long numbers and very deep nesting are refused. */
  static JsonNode json(byte[] body) {
    return BoundedJson.readBody("the body", body);
  }
}
