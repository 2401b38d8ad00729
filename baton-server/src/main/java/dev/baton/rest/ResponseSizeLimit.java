// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.HttpStatusException;

/**
 * Adds up the sizes of the parts of a response. A response that becomes too large is refused early,
 * before it fills the memory. Counts the characters of texts and names, which are slightly fewer
 * than the bytes of the response.
 */
final class ResponseSizeLimit {

  private static final int FRAME = 8;

  private final int limit;
  private long size;

  /**
   * Creates a limit.
   *
   * @param limit the largest size of the response in bytes
   */
  ResponseSizeLimit(int limit) {
    this.limit = limit;
  }

  /**
   * Adds the size of a part.
   *
   * @throws HttpStatusException with status 413 if the response has become too large
   */
  void add(JsonNode part) {
    size += sizeOf(part);
    if (size > limit) {
      throw HttpStatusException.answerTooLarge(limit);
    }
  }

  /** Whether another part fits into the response. Adds the part's size if it fits. */
  boolean fits(JsonNode part) {
    long more = sizeOf(part);
    boolean fits = size + more <= limit;
    size += fits ? more : 0;
    return fits;
  }

  private static long sizeOf(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().length() + 2L;
    }
    long sum = FRAME;
    for (JsonNode member : node) {
      sum += sizeOf(member) + 1;
    }
    var names = node.fieldNames();
    while (names.hasNext()) {
      sum += names.next().length() + 3L;
    }
    return sum;
  }
}
