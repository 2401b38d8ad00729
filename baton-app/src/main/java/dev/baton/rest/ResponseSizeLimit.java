// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.HttpStatusException;

/**
 * Counts what an answer will be made of, so that it is refused before it fills the memory. Counts
 * characters of texts and members, which is a little less than the bytes of the answer.
 */
final class ResponseSizeLimit {

  private static final int FRAME = 8;

  private final int limit;
  private long size;

  /**
   * @param limit bytes of the answer
   */
  ResponseSizeLimit(int limit) {
    this.limit = limit;
  }

  /**
   * Counts a part.
   *
   * @throws HttpStatusException 413 if the answer became too large
   */
  void add(JsonNode part) {
    size += sizeOf(part);
    if (size > limit) {
      throw HttpStatusException.answerTooLarge(limit);
    }
  }

  /** Whether there is room for another part; counted if so. */
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
