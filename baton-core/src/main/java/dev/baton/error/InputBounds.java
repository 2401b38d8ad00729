// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.error;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/**
 * Checks durations, moments, numbers and names where they enter Baton, so that no later arithmetic
 * overflows. Every check returns the value, or throws an {@link InvalidInputException} that names
 * the field, the value and the allowed range.
 */
public final class InputBounds {

  /** The longest duration that a field accepts: 36,500 days. Its nanoseconds fit a long. */
  public static final Duration LONGEST_DURATION = Duration.ofDays(36_500);

  /** The earliest moment that a field accepts: the start of the year 0000. */
  public static final Instant EARLIEST_MOMENT = Instant.parse("0000-01-01T00:00:00Z");

  /** The latest moment that a field accepts: the end of the year 9999. */
  public static final Instant LATEST_MOMENT = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** The longest name of an action, a capability, a signal and similar things, in characters. */
  public static final int MAX_NAME_LENGTH = 255;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final int MAX_SHOWN = 80;

  private InputBounds() {}

  /**
   * Checks a duration.
   *
   * @param field name of the field, for the message
   */
  public static Duration duration(String field, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new InvalidInputException(field + " is " + value + "; allowed: " + min + " to " + max);
    }
    return value;
  }

  /** Reads and checks an ISO-8601 duration such as {@code PT90S}. */
  public static Duration duration(String field, String text, Duration min, Duration max) {
    try {
      return duration(field, Duration.parse(text), min, max);
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidInputException(
          field
              + " is '"
              + shown(text)
              + "'; expected an ISO 8601 duration such as PT30S or PT1H, from "
              + min
              + " to "
              + max,
          e);
    }
  }

  /** Checks that a moment is within the years 0000 to 9999. */
  public static Instant moment(String field, Instant value) {
    if (value.isBefore(EARLIEST_MOMENT) || value.isAfter(LATEST_MOMENT)) {
      throw new InvalidInputException(
          field + " is '" + value + "'; allowed: a year from 0000 to 9999");
    }
    return value;
  }

  /** Reads and checks a date and time with a zone, such as {@code 2026-01-31T12:00:00Z}. */
  public static Instant moment(String field, String text) {
    try {
      return moment(field, OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidInputException(
          field
              + " is '"
              + shown(text)
              + "'; expected a date and time with a zone, such as 2026-01-31T12:00:00.123Z,"
              + " in a year from 0000 to 9999",
          e);
    }
  }

  /** Checks that a whole number is within the range. */
  public static long number(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidInputException(field + " is " + value + "; allowed: " + min + " to " + max);
    }
    return value;
  }

  /** Checks that a whole number is within the range. */
  public static int number(String field, int value, int min, int max) {
    return (int) number(field, (long) value, min, max);
  }

  /**
   * Checks a name of an action, a capability, a signal or a similar thing.
   *
   * @param kind the named thing with its article, such as {@code "an action"}
   */
  public static String name(String kind, String name) {
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      throw new InvalidInputException(
          "'"
              + shown(name)
              + "' is not a name for "
              + kind
              + "; allowed: up to "
              + MAX_NAME_LENGTH
              + " letters, digits, '_', '-' and '.', the first a letter, a digit or '_'");
    }
    return name;
  }

  /** Shortens a text so that a message can quote it in one line. */
  public static String shown(String text) {
    return shown(text, MAX_SHOWN);
  }

  /** Shortens a text to a number of characters, with an ellipsis at the end if it was longer. */
  public static String shown(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "…";
  }
}
