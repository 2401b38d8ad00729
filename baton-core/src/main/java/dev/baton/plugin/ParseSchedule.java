// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;

/** Reads schedules from the text that {@link Schedule#text()} returns. */
final class ParseSchedule {

  private static final String CRON = "cron ";
  private static final String EVERY = "every ";

  private ParseSchedule() {}

  static Schedule parse(String text) {
    try {
      if (text.startsWith(EVERY)) {
        return Schedule.every(Duration.parse(text.substring(EVERY.length())));
      }
      int zone = text.lastIndexOf(' ');
      if (text.startsWith(CRON) && zone > CRON.length()) {
        String expression = text.substring(CRON.length(), zone);
        return Schedule.cron(expression, ZoneId.of(text.substring(zone + 1)));
      }
    } catch (DateTimeException e) {
      throw new InvalidInputException(message(text), e);
    }
    throw new InvalidInputException(message(text));
  }

  private static String message(String text) {
    return "schedule is '"
        + InputBounds.shown(text)
        + "'; expected a text such as 'every PT30S' or 'cron 0 3 * * * Europe/Zurich'";
  }
}
