// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a filter with the current read position. Every reading method skips blanks first.
 *
 * <p>The patterns are possessive and have no nested repetition, so no input makes them backtrack.
 */
final class FilterScanner {

  private static final Pattern BLANKS = Pattern.compile("\\s*+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z@][A-Za-z0-9_-]*+");
  private static final Pattern DATE =
      Pattern.compile(
          "[0-9]++-[0-9]++(?:-[0-9]++)?+"
              + "(?:T[0-9]++:[0-9]++:[0-9]++(?:\\.[0-9]++)?+(?:Z|[+-][0-9]++:[0-9]++))?+");
  private static final Pattern INTEGER = Pattern.compile("[0-9]++");
  private static final int SHOWN = 20;

  private final String text;
  private int position;

  FilterScanner(String text) {
    this.text = text;
  }

  int position() {
    return position;
  }

  void back(int earlier) {
    position = earlier;
  }

  boolean atEnd() {
    skipBlanks();
    return position == text.length();
  }

  /** Whether a path may begin at the current position. */
  boolean atPath() {
    return !atEnd() && (isLetter(text.charAt(position)) || text.charAt(position) == '@');
  }

  /** If the text continues with the word, moves behind it and returns true. */
  boolean take(String word) {
    skipBlanks();
    if (!text.startsWith(word, position)) {
      return false;
    }
    position += word.length();
    return true;
  }

  Path path() {
    skipBlanks();
    List<String> names = new ArrayList<>();
    names.add(name());
    while (takeHere('/')) {
      names.add(member());
    }
    return new Path(names);
  }

  /** Reads one name of a path. A name in quotes may contain any characters. */
  private String member() {
    int start = position;
    char next = position < text.length() ? text.charAt(position) : ' ';
    if (next != '"' && next != '\'') {
      return name();
    }
    String name = quoted(next);
    if (name.isEmpty()) {
      position = start;
      throw expected("the name of an attribute");
    }
    return name;
  }

  private String name() {
    int start = position;
    word();
    if (takeHere(':')) {
      word();
    }
    return text.substring(start, position);
  }

  private void word() {
    Matcher matcher = at(NAME);
    if (!matcher.lookingAt()) {
      throw expected("the name of an attribute");
    }
    String word = matcher.group();
    if (word.endsWith("-") || word.equals("@")) {
      throw failure(
          "the name '"
              + InputBounds.shown(word, SHOWN)
              + "' must end with a letter, a digit or '_'");
    }
    position = matcher.end();
  }

  private boolean takeHere(char c) {
    if (position < text.length() && text.charAt(position) == c) {
      position++;
      return true;
    }
    return false;
  }

  Value scalar() {
    skipBlanks();
    if (take("true")) {
      return new Value.Bool(true);
    }
    if (take("false")) {
      return new Value.Bool(false);
    }
    return take("null") ? new Value.Null() : ordinal();
  }

  Value ordinal() {
    skipBlanks();
    char next = position < text.length() ? text.charAt(position) : ' ';
    if (next == '"' || next == '\'') {
      return new Value.Text(quoted(next));
    }
    Matcher date = at(DATE);
    if (date.lookingAt()) {
      position = date.end();
      return new Value.Date(date.group());
    }
    Matcher integer = at(INTEGER);
    if (integer.lookingAt()) {
      return new Value.Number(integer(integer));
    }
    throw expected("a value (text in quotes, an integer, a date, true, false or null)");
  }

  private int integer(Matcher matcher) {
    try {
      int number = Integer.parseInt(matcher.group());
      position = matcher.end();
      return number;
    } catch (NumberFormatException e) {
      throw failure("the integer is too large; allowed: up to " + Integer.MAX_VALUE);
    }
  }

  /**
   * Reads a text in quotes. A quote after a backslash does not end the text. The backslash stays in
   * the value.
   */
  private String quoted(char quote) {
    int end = position + 1;
    while (end < text.length() && text.charAt(end) != quote) {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw failure("the quote that opens here is never closed");
    }
    String value = text.substring(position + 1, end);
    position = end + 1;
    return value;
  }

  InvalidInputException expected(String what) {
    skipBlanks();
    String found =
        position == text.length()
            ? "the end"
            : "'" + InputBounds.shown(text.substring(position), SHOWN) + "'";
    return failure("expected " + what + ", found " + found);
  }

  InvalidInputException failure(String what) {
    return new InvalidInputException(
        "Invalid CIMI filter. At position " + (position + 1) + ": " + what);
  }

  private void skipBlanks() {
    Matcher blanks = at(BLANKS);
    if (blanks.lookingAt()) {
      position = blanks.end();
    }
  }

  private Matcher at(Pattern pattern) {
    return pattern.matcher(text).region(position, text.length());
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
