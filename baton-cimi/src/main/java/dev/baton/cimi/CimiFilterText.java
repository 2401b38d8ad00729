// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.filter.Filter.Value;
import java.util.List;
import java.util.stream.Collectors;

/** Writes filters in the filter language of CIMI servers. */
final class CimiFilterText {

  /** The filter text for a search that finds nothing: every document has an id. */
  private static final String NOTHING = "id=null";

  private static final String EVERYTHING = "id!=null";

  private CimiFilterText() {}

  /**
   * Returns the filter as text.
   *
   * @throws InvalidInputException if a value cannot be quoted
   */
  static String text(Filter filter) {
    return switch (OriginTags.translated(filter)) {
      case Filter.All all -> joined(all.parts(), " and ", EVERYTHING);
      case Filter.Any any -> joined(any.parts(), " or ", NOTHING);
      case Filter.Equal equal -> equal.path() + "=" + text(equal.value());
      case Filter.NotEqual not -> not.path() + "!=" + text(not.value());
      case Filter.In in -> in.values().isEmpty() ? NOTHING : in.path() + "=" + list(in.values());
      case Filter.NotIn not ->
          not.values().isEmpty() ? EVERYTHING : not.path() + "!=" + list(not.values());
      case Filter.Compare compare ->
          compare.path() + compare.comparison().sign() + text(compare.value());
      case Filter.Prefix prefix -> prefix.path() + "^=" + quoted(prefix.prefix());
      case Filter.FullText words -> words.path() + "==" + quoted(words.query());
    };
  }

  private static String joined(List<Filter> parts, String word, String none) {
    if (parts.isEmpty()) {
      return none;
    }
    String texts = parts.stream().map(CimiFilterText::text).collect(Collectors.joining(word));
    return parts.size() == 1 ? texts : "(" + texts + ")";
  }

  private static String list(List<Value> values) {
    return values.stream().map(CimiFilterText::text).collect(Collectors.joining(",", "[", "]"));
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.Text text -> quoted(text.text());
      case Value.Number number -> Integer.toString(number.number());
      case Value.Date date -> date.text();
      case Value.Bool bool -> Boolean.toString(bool.bool());
      case Value.Null none -> "null";
    };
  }

  /**
   * Quotes a text. A quote inside the text cannot be escaped with a backslash, because the server
   * keeps the backslash as a part of the text.
   */
  private static String quoted(String text) {
    String quote = text.contains("'") ? "\"" : "'";
    if (text.contains(quote) || text.endsWith("\\")) {
      throw new InvalidInputException(
          "the filter of a CIMI server cannot contain the text '"
              + InputBounds.shown(text)
              + "': it has both kinds of quotes, or ends in a backslash");
    }
    return quote + text + quote;
  }
}
