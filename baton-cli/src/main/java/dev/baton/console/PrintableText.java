// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes text from jobs and servers safe for a terminal. Control characters could move the cursor,
 * hide text or send commands to the terminal, so they become visible escapes such as {@code \x1b}.
 */
public final class PrintableText {

  /**
   * The characters that become escapes: the control characters of C0 except tab and line feed, DEL,
   * those of C1, and the characters that change the direction of text.
   */
  private static final Pattern CONTROL =
      Pattern.compile(
          "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private PrintableText() {}

  public static String text(String text) {
    return CONTROL.matcher(text).find()
        ? CONTROL.matcher(text).replaceAll(PrintableText::visible)
        : text;
  }

  private static String visible(MatchResult found) {
    int character = found.group().charAt(0);
    return character < 0x100
        ? String.format("\\\\x%02x", character)
        : String.format("\\\\u%04x", character);
  }

  /** Makes JSON safe for a terminal. A JSON writer leaves some control characters unescaped. */
  public static String json(String json) {
    return CONTROL
        .matcher(json)
        // On Windows, the JSON writer ends a line with a carriage return and a line feed. A raw
        // carriage return can only come from there, because the writer escapes those inside texts.
        .replaceAll(found ->
            found.group().equals("\r")
                ? "\r"
                : String.format("\\\\u%04x", (int) found.group().charAt(0)));
  }

  /** Applies the change to every text of the document, including those inside objects and lists. */
  public static JsonNode document(JsonNode node, UnaryOperator<String> change) {
    switch (node) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          member.setValue(document(member.getValue(), change));
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, document(array.get(i), change));
        }
      }
      case TextNode text -> {
        return TextNode.valueOf(change.apply(text.textValue()));
      }
      default -> {}
    }
    return node;
  }
}
