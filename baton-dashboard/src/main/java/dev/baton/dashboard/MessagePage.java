// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in the look of the dashboard that a browser shows instead of an error document. All parts
 * are plain text.
 *
 * @param title the event in a few words
 * @param text the details of the event
 * @param advice the next step of the user
 */
public record MessagePage(String title, String text, String advice) {

  private static final Pattern PLACE = Pattern.compile("\\{(title|text|advice)}");

  /** Fills the parts into the template. */
  byte[] fill(DashboardFile template) {
    return PLACE
        .matcher(new String(template.body(), StandardCharsets.UTF_8))
        .replaceAll(place -> Matcher.quoteReplacement(escaped(part(place.group(1)))))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String part(String name) {
    return switch (name) {
      case "title" -> title;
      case "text" -> text;
      default -> advice;
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
