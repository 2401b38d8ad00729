// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Value;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates as filters write them (docs/spec/nuvla.md §4).
 *
 * <p>Known forms: ISO dates with at least the year, with or without time and zone (the default zone
 * is UTC); milliseconds since 1970; {@code now}; and steps that follow {@code now}, or that follow
 * a date and {@code ||}: {@code now-7d}, {@code now+1h/d}, {@code 2020-01-01||+1M/d}. The units are
 * {@code y M w d h H m s}. {@code /d} rounds down to the start of the day. A date without a time is
 * the first moment of its day, month or year. All calculations are in UTC. The result is truncated
 * to milliseconds and lies in a year from 0000 to 9999.
 */
public final class DateMath {

  private static final Set<String> DATES =
      Set.of(
          "created",
          "updated",
          "started",
          "ended",
          "expiry",
          "not-before",
          "time-of-status-change");

  private static final Pattern DATE =
      Pattern.compile(
          "(?<year>\\d{4})(?:-(?<month>\\d{2})(?:-(?<day>\\d{2})"
              + "(?:T(?<hour>\\d{2})(?::(?<minute>\\d{2})(?::(?<second>\\d{2})"
              + "(?:\\.(?<fraction>\\d{1,9}))?)?)?(?<zone>Z|[+-]\\d{2}(?::?\\d{2})?)?)?)?)?");
  private static final Pattern EPOCH = Pattern.compile("-?\\d{1,18}");
  private static final Pattern STEP =
      Pattern.compile("(?<sign>[+-])(?<count>\\d{0,9})(?<unit>[yMwdhHms])|/(?<round>[yMwdhHms])");

  private DateMath() {}

  /** Whether the filter language compares the values of this attribute as dates. */
  public static boolean isDate(Path path) {
    return path.names().size() == 1 && DATES.contains(path.names().getFirst());
  }

  /**
   * Returns the moment that a literal denotes. An integer counts milliseconds since 1970.
   *
   * @throws InvalidInputException if the literal is not a date
   */
  public static Instant resolve(Value value, Instant now) {
    return switch (value) {
      case Value.Text text -> resolve(text.text(), now);
      case Value.Date date -> resolve(date.text(), now);
      case Value.Number number -> Instant.ofEpochMilli(number.number());
      case Value.Bool bool -> throw notADate(String.valueOf(bool.bool()));
      case Value.Null none -> throw notADate("null");
    };
  }

  /**
   * Returns the moment that a text denotes.
   *
   * @throws InvalidInputException if the text is not a date
   */
  public static Instant resolve(String text, Instant now) {
    try {
      Instant moment = moment(text, now).toInstant().truncatedTo(ChronoUnit.MILLIS);
      return InputBounds.moment("the date '" + InputBounds.shown(text) + "'", moment);
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidInputException(message(text), e);
    }
  }

  private static ZonedDateTime moment(String text, Instant now) {
    if (text.startsWith("now")) {
      return stepped(now.atZone(ZoneOffset.UTC), text, "now".length());
    }
    int bars = text.indexOf("||");
    return bars < 0
        ? fixed(text, text)
        : stepped(fixed(text.substring(0, bars), text), text, bars + "||".length());
  }

  private static ZonedDateTime fixed(String date, String whole) {
    Matcher matcher = DATE.matcher(date);
    if (matcher.matches()) {
      return calendar(matcher);
    }
    // Four digits are a year; any other integer counts milliseconds since 1970.
    if (EPOCH.matcher(date).matches()) {
      return Instant.ofEpochMilli(Long.parseLong(date)).atZone(ZoneOffset.UTC);
    }
    throw notADate(whole);
  }

  private static ZonedDateTime calendar(Matcher date) {
    String zone = date.group("zone");
    String fraction = date.group("fraction");
    return ZonedDateTime.of(
            number(date.group("year"), 0),
            number(date.group("month"), 1),
            number(date.group("day"), 1),
            number(date.group("hour"), 0),
            number(date.group("minute"), 0),
            number(date.group("second"), 0),
            fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)),
            zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone))
        .withZoneSameInstant(ZoneOffset.UTC);
  }

  private static int number(@Nullable String digits, int absent) {
    return digits == null ? absent : Integer.parseInt(digits);
  }

  private static ZonedDateTime stepped(ZonedDateTime start, String text, int from) {
    ZonedDateTime moment = start;
    Matcher step = STEP.matcher(text).region(from, text.length());
    while (step.lookingAt()) {
      String round = step.group("round");
      moment = round == null ? moved(moment, step) : rounded(moment, round.charAt(0));
      step.region(step.end(), text.length());
    }
    if (step.regionStart() != text.length()) {
      throw notADate(text);
    }
    return moment;
  }

  private static ZonedDateTime moved(ZonedDateTime moment, Matcher step) {
    String digits = step.group("count");
    int count = digits.isEmpty() ? 1 : Integer.parseInt(digits);
    return moment.plus(
        step.group("sign").equals("-") ? -count : count, unit(step.group("unit").charAt(0)));
  }

  private static ZonedDateTime rounded(ZonedDateTime moment, char unit) {
    return switch (unit) {
      case 'y' -> moment.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
      case 'M' -> moment.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
      case 'w' ->
          moment
              .truncatedTo(ChronoUnit.DAYS)
              .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      default -> moment.truncatedTo(unit(unit));
    };
  }

  private static ChronoUnit unit(char letter) {
    return switch (letter) {
      case 'y' -> ChronoUnit.YEARS;
      case 'M' -> ChronoUnit.MONTHS;
      case 'w' -> ChronoUnit.WEEKS;
      case 'd' -> ChronoUnit.DAYS;
      case 'h', 'H' -> ChronoUnit.HOURS;
      case 'm' -> ChronoUnit.MINUTES;
      default -> ChronoUnit.SECONDS;
    };
  }

  private static InvalidInputException notADate(String text) {
    return new InvalidInputException(message(text));
  }

  private static String message(String text) {
    String shown = InputBounds.shown(text, 40);
    return "'"
        + shown
        + "' is not a date; expected such as '2026-01-31T12:00:00Z', '2026-01-31' or 'now-7d'";
  }
}
