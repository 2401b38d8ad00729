// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.logbook.AtomDetail;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Refuses values that no store would keep, before they are written. */
final class Sizes {

  private Sizes() {}

  /**
   * @param what names the value in the message
   * @throws InvalidInputException if the value is larger than is stored
   */
  static JsonNode check(String what, JsonNode value) {
    long length = length(value);
    if (length > AtomDetail.MAX_VALUE_LENGTH) {
      throw new InvalidInputException(
          what
              + " has "
              + length
              + " characters as JSON; allowed: up to "
              + AtomDetail.MAX_VALUE_LENGTH
              + "; keep it elsewhere and return where it is");
    }
    return value;
  }

  /** About as many characters as the JSON has. */
  private static long length(JsonNode root) {
    if (root.isTextual()) {
      return root.textValue().length() + 2L;
    }
    if (!root.isContainerNode()) {
      return 20;
    }
    long length = 0;
    Deque<JsonNode> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      JsonNode node = open.remove();
      length += node.isContainerNode() ? 2 : length(node);
      node.elements().forEachRemaining(open::add);
      for (Map.Entry<String, JsonNode> property : node.properties()) {
        length += property.getKey().length() + 4;
      }
    }
    return length;
  }
}
