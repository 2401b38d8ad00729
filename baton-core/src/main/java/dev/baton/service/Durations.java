// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.service;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes durations in the short form that people use. */
public final class Durations {

  private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");
  private static final Pattern WHOLE = Pattern.compile("(\\d+(ms|s|m|h|d))+");

  private Durations() {}

  /**
   * Reads {@code 500ms}, {@code 90s}, {@code 1h30m}, {@code 2d} or ISO-8601 such as {@code PT90S}.
   *
   * @throws InvalidInputException if the text has another form
   */
  public static Duration parse(String text) {
    String trimmed = text.strip();
    try {
      Duration read = WHOLE.matcher(trimmed).matches() ? parts(trimmed) : Duration.parse(trimmed);
      return InputBounds.duration(
          "a duration", read, InputBounds.LONGEST_DURATION.negated(), InputBounds.LONGEST_DURATION);
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      throw new InvalidInputException(
          "'" + text + "' is not a duration; expected such as 500ms, 90s, 10m, 1h30m, 2d or PT90S",
          e);
    }
  }

  /**
   * Reads the duration that a flag has as its value.
   *
   * @param flag the name of the flag for the message, such as {@code --timeout}
   * @throws InvalidInputException if the text is not a duration
   */
  public static Duration parse(String flag, String text) {
    try {
      return parse(text);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(flag + ": " + e.getMessage(), e);
    }
  }

  /** The shortest text for display, such as {@code 2m} or {@code 1h30m}. Zero is {@code 0s}. */
  public static String text(Duration duration) {
    if (duration.toMillis() % 1000 != 0 && duration.compareTo(Duration.ofSeconds(10)) < 0) {
      return duration.compareTo(Duration.ofSeconds(1)) < 0
          ? duration.toMillis() + "ms"
          : String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static Duration parts(String text) {
    Duration sum = Duration.ZERO;
    Matcher matcher = PART.matcher(text);
    while (matcher.find()) {
      long number = Long.parseLong(matcher.group(1));
      sum =
          sum.plus(
              switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
              });
    }
    return sum;
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
