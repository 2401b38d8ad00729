// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Formats times for display, in the user's time zone or in UTC. */
public final class TimeText {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private static final DateTimeFormatter PRECISE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private static final Pattern MOMENT =
      Pattern.compile("\\b\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z");

  private final ZoneId zone;
  private final Instant now;

  public TimeText(CommandContext commandContext, boolean utc) {
    this.zone = utc ? ZoneOffset.UTC : commandContext.zone();
    this.now = commandContext.clock().now();
  }

  /** Parses a timestamp. Empty if the timestamp is missing or malformed. */
  public static Optional<Instant> moment(JsonNode timestamp) {
    try {
      return timestamp.isTextual()
          ? Optional.of(Instant.parse(timestamp.textValue()))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * Formats a timestamp. A malformed timestamp is returned unchanged; for a missing timestamp, the
   * text is empty.
   */
  private static String text(JsonNode timestamp, Function<Instant, String> form) {
    return moment(timestamp).map(form).orElse(timestamp.asText(""));
  }

  /**
   * Formats a timestamp with its age, for example {@code 2026-01-31 13:00:00 (5m ago)}; empty if
   * the timestamp is missing.
   */
  public String absoluteAndAge(JsonNode timestamp) {
    return text(
        timestamp, moment -> FORMAT.format(moment.atZone(zone)) + " (" + relative(moment) + ")");
  }

  /** Formats a timestamp with milliseconds, for example {@code 2026-01-31 13:00:00.123}. */
  public String preciseTime(JsonNode timestamp) {
    return text(timestamp, moment -> PRECISE.format(moment.atZone(zone)));
  }

  /**
   * Formats the age of a timestamp or the time until it, for example {@code 5m ago} or {@code in
   * 2h}.
   */
  public String age(JsonNode timestamp) {
    return text(timestamp, this::relative);
  }

  /**
   * Formats the time since the timestamp, for example {@code 5m}; empty if the timestamp is
   * missing.
   */
  public String since(JsonNode timestamp) {
    return text(timestamp, moment -> roundedDuration(Duration.between(moment, now)));
  }

  /**
   * Replaces the timestamps inside a text from the server by times in the user's time zone and
   * format.
   */
  public String inZone(String text) {
    return MOMENT
        .matcher(text)
        .replaceAll(found -> PRECISE.format(Instant.parse(found.group()).atZone(zone)));
  }

  public boolean isFuture(Instant moment) {
    return moment.isAfter(now);
  }

  private String relative(Instant moment) {
    Duration ago = Duration.between(moment, now);
    return ago.isNegative()
        ? "in " + roundedDuration(ago.negated())
        : roundedDuration(ago) + " ago";
  }

  /** A schedule in readable form: {@code every 30s} for {@code every PT30S}. */
  public static String schedule(String text) {
    String[] words = text.split(" ", 2);
    if (words.length == 2 && words[0].equals("every") && words[1].startsWith("PT")) {
      return "every " + Durations.text(Duration.parse(words[1]));
    }
    return text;
  }

  /** Formats a duration with its two largest units, which is exact enough for an age. */
  public static String roundedDuration(Duration duration) {
    if (duration.toDays() > 0) {
      return Durations.text(Duration.ofHours(duration.toHours()));
    }
    return duration.toHours() > 0
        ? Durations.text(Duration.ofMinutes(duration.toMinutes()))
        : Durations.text(Duration.ofSeconds(duration.toSeconds()));
  }
}
