// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.error.InputBounds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Converts timestamps to and from the form in documents (docs/spec/nuvla.md §1): UTC, three
 * decimals, {@code Z}. Durations are converted for display only.
 */
public final class Timestamps {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** Returns the instant as documents have it: UTC, with milliseconds. */
  public static String write(Instant instant) {
    return FORM.format(instant);
  }

  /** The duration as text for display, in its two largest units. */
  public static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /**
   * Reads a date and time with seconds and a zone or offset. It is truncated to milliseconds. The
   * year is from 0000 to 9999.
   *
   * @throws dev.baton.error.InvalidInputException if it is malformed; names the attribute and the
   *     value
   */
  public static Instant read(String attribute, String text) {
    return InputBounds.moment(attribute, text).truncatedTo(ChronoUnit.MILLIS);
  }
}
