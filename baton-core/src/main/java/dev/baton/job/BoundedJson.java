// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.error.Bounds;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads JSON that strangers wrote. Every number fits a {@code double}, so that comparing it is
 * cheap and converting it never fails; nesting is bounded; a member that occurs twice, and text
 * after the document, are errors.
 */
public final class BoundedJson {

  /** How deep a value that a job keeps may be nested: a payload, a result, a signal's value. */
  public static final int MAX_VALUE_DEPTH = 100;

  /** How deep a request body may be nested; it holds such values within its own members. */
  public static final int MAX_BODY_DEPTH = 200;

  private static final BigDecimal MAX_NUMBER = new BigDecimal("1.7976931348623157e308");
  private static final int MAX_EXPONENT = 308;
  private static final int MAX_SCALE = 1_400;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_BODY_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          // So that no digit is lost, and no 1e999 becomes infinite, before it is judged.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private BoundedJson() {}

  /**
   * Reads a request body.
   *
   * @param what names the text in messages, such as {@code the body}
   * @throws InvalidInputException if it is not one JSON document within the bounds
   */
  public static JsonNode readBody(String what, byte[] utf8) {
    return read(what, utf8);
  }

  /**
   * Reads a value that a job keeps.
   *
   * @param what names the text in messages, such as {@code payload}
   * @throws InvalidInputException if it is not one JSON document within the bounds
   */
  public static JsonNode readValue(String what, String text) {
    JsonNode node = read(what, text.getBytes(StandardCharsets.UTF_8));
    checkValue(what, node);
    return node;
  }

  /**
   * Checks a value that a job keeps.
   *
   * @throws InvalidInputException naming the member that is too deep or out of range
   */
  public static void checkValue(String what, JsonNode node) {
    check(what, node, 0, MAX_VALUE_DEPTH);
  }

  private static JsonNode read(String what, byte[] utf8) {
    try {
      JsonNode node = MAPPER.readTree(utf8);
      if (node == null || node.isMissingNode()) {
        throw new InvalidInputException(what + " is empty; expected a JSON document");
      }
      check(what, node, 0, MAX_BODY_DEPTH);
      return node;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          what + " is not JSON: " + e.getOriginalMessage() + place(e.getLocation()), e);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new InvalidInputException(
          what + " has a number whose exponent is out of range; allowed: " + range(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }

  private static void check(String path, JsonNode node, int depth, int maxDepth) {
    if (node.isNumber() && !isBounded(node)) {
      throw new InvalidInputException(
          "'" + path + "' is " + Bounds.shown(node.asText()) + "; allowed: " + range());
    }
    if (!node.isContainerNode()) {
      return;
    }
    if (depth == maxDepth) {
      throw new InvalidInputException(
          "'" + Bounds.shown(path) + "' is nested too deeply; allowed: " + maxDepth + " levels");
    }
    if (node.isArray()) {
      for (JsonNode member : node) {
        check(path, member, depth + 1, maxDepth);
      }
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      check(member.getKey(), member.getValue(), depth + 1, maxDepth);
    }
  }

  private static boolean isBounded(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return true;
    }
    if (node.isDouble() || node.isFloat()) {
      return Double.isFinite(node.doubleValue());
    }
    BigDecimal value = node.decimalValue();
    if (Math.abs((long) value.scale()) > MAX_SCALE) {
      return false;
    }
    int exponent = value.precision() - value.scale() - 1;
    return value.signum() == 0
        || (Math.abs(exponent) <= MAX_EXPONENT && value.abs().compareTo(MAX_NUMBER) <= 0);
  }

  private static String range() {
    return "0, and from 1e-308 to 1.7976931348623157e308 either way";
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
