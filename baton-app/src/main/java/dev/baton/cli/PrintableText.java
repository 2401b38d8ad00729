// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text from jobs and servers as a terminal may show it: control characters, which could move the
 * cursor, hide text or give commands to the terminal, become visible escapes such as {@code \x1b}.
 */
final class PrintableText {

  /** C0 without tab and line feed, DEL, C1, and the characters that change the text's direction. */
  private static final Pattern CONTROL =
      Pattern.compile(
          "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private PrintableText() {}

  static String text(String text) {
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

  /** JSON whose texts may be shown: a JSON writer leaves some control characters as they are. */
  static String json(String json) {
    return CONTROL
        .matcher(json)
        // Line ends between the members are the writer's own.
        .replaceAll(found ->
            found.group().equals("\r")
                ? "\r"
                : String.format("\\\\u%04x", (int) found.group().charAt(0)));
  }

  /** The document with every text changed, those in objects and lists too. */
  static JsonNode document(JsonNode node, UnaryOperator<String> change) {
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
