// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.baton.error.InvalidInputException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

record CronSchedule(String expression, ZoneId zone, ExecutionTime times) implements Schedule {

  static CronSchedule of(String expression, ZoneId zone) {
    try {
      CronParser parser =
          new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
      return new CronSchedule(
          expression, zone, ExecutionTime.forCron(parser.parse(expression).validate()));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "'"
              + expression
              + "' is not a cron expression ("
              + e.getMessage()
              + "); expected five fields: minute hour day-of-month month day-of-week, such as"
              + " '0 3 * * *'",
          e);
    }
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
  }

  @Override
  public String text() {
    return "cron " + expression + " " + zone;
  }
}
