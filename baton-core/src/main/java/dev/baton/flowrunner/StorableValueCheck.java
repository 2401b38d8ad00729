// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.flow.JsonValues;
import dev.baton.job.BoundedJson;
import dev.baton.logbook.AtomDetail;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Refuses values that a store cannot keep or that cannot be read back, before they are written. */
final class StorableValueCheck {

  /**
   * The maximum nesting depth of a value in a flow: one level less than the limit of a job, because
   * the result of the job holds the value in an object under the name of its symbol.
   */
  private static final int MAX_DEPTH = BoundedJson.MAX_VALUE_DEPTH - 1;

  /** The approximate number of characters of a long or a double. */
  private static final int NUMBER_LENGTH = 20;

  private StorableValueCheck() {}

  /**
   * Returns the value as it will be read back.
   *
   * @param what the name of the value, for the message
   * @throws InvalidInputException if the value is too large to be stored, or cannot be read back
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
              + "; store it elsewhere and return a reference to it");
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

  /**
   * Whether the value is read back unchanged: it contains no Java objects, no bytes and no
   * non-finite number.
   */
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

  /** The approximate number of characters of the JSON. */
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
