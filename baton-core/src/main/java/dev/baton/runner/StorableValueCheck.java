// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.JsonValues;
import dev.baton.job.BoundedJson;
import dev.baton.logbook.AtomDetail;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Refuses values that a store cannot keep or that cannot be read again, before they are written.
 */
final class StorableValueCheck {

  /** The result of the job holds a value under the name of its symbol: one level more. */
  private static final int MAX_DEPTH = BoundedJson.MAX_VALUE_DEPTH - 1;

  /** Of a number that fits a long or a double; about. */
  private static final int NUMBER_LENGTH = 20;

  private StorableValueCheck() {}

  /**
   * The value as it will be read again.
   *
   * @param what names the value in the message
   * @throws InvalidInputException if the value is larger than is stored, or cannot be read again
   */
  static JsonNode requireStorable(String what, JsonNode value) {
    JsonNode plain = isPlain(value) ? value : JsonValues.reread(value);
    checkReadable(what, plain);
    long length = length(plain);
    if (length > AtomDetail.MAX_VALUE_LENGTH) {
      throw new InvalidInputException(
          what
              + " has "
              + length
              + " characters as JSON; allowed: up to "
              + AtomDetail.MAX_VALUE_LENGTH
              + "; keep it elsewhere and return where it is");
    }
    return plain;
  }

  private static void checkReadable(String what, JsonNode value) {
    try {
      BoundedJson.checkValue("value", value, MAX_DEPTH);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(what + " cannot be stored: " + e.getMessage(), e);
    }
  }

  /** Whether all of it reads as it is: no Java objects, no bytes and no number that is none. */
  private static boolean isPlain(JsonNode root) {
    if (!root.isContainerNode()) {
      return isPlainLeaf(root);
    }
    Deque<JsonNode> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      for (JsonNode member : open.remove()) {
        if (member.isContainerNode()) {
          open.add(member);
        } else if (!isPlainLeaf(member)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isPlainLeaf(JsonNode leaf) {
    return switch (leaf.getNodeType()) {
      case STRING, BOOLEAN, NULL -> true;
      case NUMBER -> !(leaf.isDouble() || leaf.isFloat()) || Double.isFinite(leaf.doubleValue());
      case ARRAY, OBJECT, BINARY, MISSING, POJO -> false;
    };
  }

  /** About as many characters as the JSON has. */
  private static long length(JsonNode root) {
    if (root.isTextual()) {
      return root.textValue().length() + 2L;
    }
    if (!root.isContainerNode()) {
      return root.isBigDecimal() || root.isBigInteger() ? root.asText().length() : NUMBER_LENGTH;
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
