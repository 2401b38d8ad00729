// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.parser.CronParser;
import dev.baton.error.InvalidInputException;
import java.time.LocalDate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Parses cron expressions with five fields, and their nicknames. Uses cron-utils. */
final class ParseCron {

  private static final Pattern STEP = Pattern.compile("Period (-?\\d+) not in range \\[0, ");

  private static final CronParser PARSER = new CronParser(definition());

  /**
   * The day at which the search for any matching day starts. Every day would do, because the search
   * covers the whole cycle of the calendar.
   */
  private static final LocalDate START = LocalDate.of(2000, 1, 1);

  private ParseCron() {}

  /**
   * Parses an expression.
   *
   * @throws InvalidInputException if it is not a cron expression, or if no day ever matches
   */
  static CronTimes parse(String expression) {
    CronTimes times;
    try {
      times = times(PARSER.parse(expression).validate());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "'"
              + expression
              + "' is not a cron expression ("
              + plain(String.valueOf(e.getMessage()))
              + "); expected five fields: minute hour day-of-month month day-of-week, such as"
              + " '0 3 * * *', or one of @hourly @daily @midnight @weekly @monthly @yearly"
              + " @annually",
          e);
    }
    if (times.firstDay(START).isEmpty()) {
      throw new InvalidInputException(
          "the cron expression '"
              + expression
              + "' never occurs: no day of the calendar matches its day-of-month, month and"
              + " day-of-week; correct one of them, such as 'L' for the last day of a month");
    }
    return times;
  }

  private static CronDefinition definition() {
    CronDefinitionBuilder builder = CronDefinitionBuilder.defineCron();
    builder.withMinutes().withValidRange(0, 59).withStrictRange().and();
    builder.withHours().withValidRange(0, 23).withStrictRange().and();
    builder.withDayOfMonth().supportsL().supportsW().supportsLW().withValidRange(1, 31).and();
    builder.withMonth().withValidRange(1, 12).withStrictRange().and();
    builder
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .supportsHash()
        .supportsL()
        .and();
    return builder
        .withSupportedNicknameHourly()
        .withSupportedNicknameDaily()
        .withSupportedNicknameMidnight()
        .withSupportedNicknameWeekly()
        .withSupportedNicknameMonthly()
        .withSupportedNicknameYearly()
        .withSupportedNicknameAnnually()
        .instance();
  }

  private static CronTimes times(Cron cron) {
    CronField hours = field(cron, CronFieldName.HOUR, 0, 23);
    return new CronTimes(
        field(cron, CronFieldName.MINUTE, 0, 59).values(),
        hours.values(),
        field(cron, CronFieldName.MONTH, 1, 12).values(),
        days(cron),
        hours.isOpen());
  }

  private static Predicate<LocalDate> days(Cron cron) {
    CronField ofMonth = field(cron, CronFieldName.DAY_OF_MONTH, 1, 31);
    CronField ofWeek = field(cron, CronFieldName.DAY_OF_WEEK, 0, 7);
    Predicate<LocalDate> monthly = CronDays.ofMonth(ofMonth);
    Predicate<LocalDate> weekly = CronDays.ofWeek(ofWeek);
    return ofMonth.isOpen() || ofWeek.isOpen() ? monthly.and(weekly) : monthly.or(weekly);
  }

  private static CronField field(Cron cron, CronFieldName name, int min, int max) {
    FieldExpression expression = cron.retrieve(name).getExpression();
    return CronField.of(expression, min, max);
  }

  /**
   * Corrects a message of the parser about an invalid step: the parser names a range that starts at
   * 0, but a step must be at least 1.
   */
  private static String plain(String message) {
    return STEP.matcher(message).replaceAll("the step $1 is not in the range [1, ");
  }
}
