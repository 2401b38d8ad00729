// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON from untrusted sources. Every number fits a {@code double}, so that comparing it is
 * cheap and converting it never fails. The nesting depth is bounded. Duplicate members, and text
 * after the document, are errors. JSON that this process makes is checked against the same bounds,
 * so that it can be read again wherever it is stored or sent.
 */
public final class BoundedJson {

  /**
   * The maximum nesting depth of a value that a job keeps: a payload, a result, a signal's value.
   */
  public static final int MAX_VALUE_DEPTH = 100;

  /**
   * The maximum nesting depth of a request body. It is larger than the depth of a value, because
   * the members of a body contain values.
   */
  public static final int MAX_BODY_DEPTH = 200;

  /** The maximum number of arrays and objects in a value that a job keeps. */
  public static final int MAX_VALUE_CONTAINERS = 100_000;

  /**
   * The maximum number of arrays and objects in a request body. Each takes 100 bytes or more in
   * memory, so a body of a few megabytes of brackets would fill the heap of the server.
   */
  public static final int MAX_BODY_CONTAINERS = 250_000;

  /** The maximum length of a member's name, in UTF-16 characters. */
  public static final int MAX_NAME_LENGTH = 16_000;

  /** The maximum length of a number in characters: the limit of Jackson. */
  private static final int MAX_NUMBER_LENGTH = StreamReadConstraints.DEFAULT_MAX_NUM_LEN;

  /**
   * A number with more bits has more digits than allowed, because each digit has less than four
   * bits.
   */
  private static final int MAX_NUMBER_BITS = 4 * MAX_NUMBER_LENGTH;

  private static final double MIN_DOUBLE = 1e-308;
  private static final BigDecimal MAX_NUMBER = new BigDecimal("1.7976931348623157e308");
  private static final int MAX_EXPONENT = 308;
  private static final int MAX_SCALE = 1_400;

  /** Finds the source and the position of an error in a message of Jackson. */
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: [^\\[\\]]*?; line: (\\d+), column: (\\d+)\\]");

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_BODY_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          // A BigDecimal keeps all digits until the number is checked. A double would turn 1e999
          // into infinity.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private BoundedJson() {}

  /**
   * Reads a request body.
   *
   * @param what the name of the text in messages, such as {@code the body}
   * @throws InvalidInputException if the text is not one JSON document within the bounds
   */
  public static JsonNode readBody(String what, byte[] utf8) {
    return read(what, utf8);
  }

  /**
   * Reads a value that a job keeps.
   *
   * @param what the name of the text in messages, such as {@code payload}
   * @throws InvalidInputException if the text is not one JSON document within the bounds
   */
  public static JsonNode readValue(String what, String text) {
    JsonNode node = read(what, text.getBytes(StandardCharsets.UTF_8));
    checkValue(what, node);
    return node;
  }

  /**
   * Checks a value that a job keeps.
   *
   * @throws InvalidInputException if a member is nested too deeply or out of range; names the
   *     member
   */
  public static void checkValue(String what, JsonNode node) {
    checkValue(what, node, MAX_VALUE_DEPTH);
  }

  /**
   * Checks a value that is kept inside another value.
   *
   * @param maxDepth the maximum nesting depth
   * @throws InvalidInputException if a member is nested too deeply or out of range; names the
   *     member
   */
  public static void checkValue(String what, JsonNode node, int maxDepth) {
    int containers = check(what, node, 0, maxDepth);
    if (containers > MAX_VALUE_CONTAINERS) {
      throw tooMany(what, MAX_VALUE_CONTAINERS);
    }
  }

  private static JsonNode read(String what, byte[] utf8) {
    try (JsonParser parser = new CountContainers(what, MAPPER.createParser(utf8))) {
      JsonNode node = MAPPER.readTree(parser);
      if (node == null || node.isMissingNode()) {
        throw new InvalidInputException(what + " is empty; expected a JSON document");
      }
      check(what, node, 0, MAX_BODY_DEPTH);
      return node;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          what + " is not JSON: " + plain(e.getOriginalMessage()) + pathOf(e.getLocation()), e);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new InvalidInputException(
          what + " has a number whose exponent is out of range; allowed: " + range(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }

  /** Rejects a document with too many arrays and objects before the objects are created. */
  private static final class CountContainers extends JsonParserDelegate {
    private final String what;
    private int containers;

    private CountContainers(String what, JsonParser parser) {
      super(parser);
      this.what = what;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
      JsonToken token = super.nextToken();
      if (token != null && token.isStructStart() && ++containers > MAX_BODY_CONTAINERS) {
        throw tooMany(what, MAX_BODY_CONTAINERS);
      }
      return token;
    }
  }

  private static InvalidInputException tooMany(String what, int allowed) {
    return new InvalidInputException(
        "'"
            + InputBounds.shown(what)
            + "' consists of more than "
            + allowed
            + " arrays and objects; send fewer, or a reference instead");
  }

  /**
   * Checks the numbers, the names and the nesting depth of a node. Returns the number of arrays and
   * objects in it.
   */
  private static int check(String path, JsonNode node, int depth, int maxDepth) {
    if (node.isNumber() && !isBounded(node)) {
      throw new InvalidInputException(
          "'" + InputBounds.shown(path) + "' is " + shown(node) + "; allowed: " + range());
    }
    if (!node.isContainerNode()) {
      return 0;
    }
    if (depth == maxDepth) {
      throw new InvalidInputException(
          "'"
              + InputBounds.shown(path)
              + "' is nested too deeply; allowed: "
              + maxDepth
              + " levels");
    }
    int containers = 1;
    if (node.isArray()) {
      for (JsonNode member : node) {
        containers += check(path, member, depth + 1, maxDepth);
      }
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      checkName(path, member.getKey());
      containers += check(member.getKey(), member.getValue(), depth + 1, maxDepth);
    }
    return containers;
  }

  private static void checkName(String path, String name) {
    String problem = null;
    if (name.length() > MAX_NAME_LENGTH) {
      problem = "has " + name.length() + " characters; allowed: up to " + MAX_NAME_LENGTH;
    } else if (!isUnicode(name)) {
      problem = "holds half of a surrogate pair; allowed: valid Unicode";
    }
    if (problem != null) {
      throw new InvalidInputException(
          "the name of a member of '" + InputBounds.shown(path) + "' " + problem);
    }
  }

  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static boolean isBounded(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return true;
    }
    if (node.isDouble() || node.isFloat()) {
      double value = node.doubleValue();
      return value == 0 || (Double.isFinite(value) && Math.abs(value) >= MIN_DOUBLE);
    }
    if (isTooLong(node)) {
      return false;
    }
    BigDecimal value = node.decimalValue();
    if (Math.abs((long) value.scale()) > MAX_SCALE) {
      return false;
    }
    int exponent = value.precision() - value.scale() - 1;
    return value.signum() == 0
        || (Math.abs(exponent) <= MAX_EXPONENT
            && value.abs().compareTo(MAX_NUMBER) <= 0
            && value.toString().length() <= MAX_NUMBER_LENGTH);
  }

  private static boolean isTooLong(JsonNode number) {
    BigInteger digits =
        number.isBigInteger() ? number.bigIntegerValue() : number.decimalValue().unscaledValue();
    return digits.bitLength() > MAX_NUMBER_BITS;
  }

  private static String shown(JsonNode number) {
    boolean isBig = number.isBigInteger() || number.isBigDecimal();
    return isBig && isTooLong(number)
        ? "a number of more than " + MAX_NUMBER_LENGTH + " digits"
        : InputBounds.shown(number.asText());
  }

  private static String range() {
    return "0, and from 1e-308 to 1.7976931348623157e308 either way, in up to "
        + MAX_NUMBER_LENGTH
        + " characters";
  }

  /**
   * Replaces the note about the source in a message of Jackson by the line and the column of the
   * error.
   */
  private static String plain(String message) {
    return SOURCE.matcher(message).replaceAll("line $1, column $2");
  }

  private static String pathOf(JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
