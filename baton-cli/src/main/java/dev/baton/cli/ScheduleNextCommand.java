// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.error.DidYouMean;
import dev.baton.error.InvalidInputException;
import dev.baton.plugin.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code baton schedule next}: computes the times of a cron expression, without a
 * server.
 */
@Command(
    footer = {
      "  baton schedule next --cron '30 2 * * *' --zone Europe/Zurich",
      "  baton schedule next --cron @daily --zone UTC --after 2027-01-01T00:00:00Z --count 3"
    })
final class ScheduleNextCommand extends OutputCommand {

  private static final int MAX_COUNT = 100_000;
  private static final Instant MIN_AFTER = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant MAX_AFTER = Instant.parse("9999-01-01T00:00:00Z");

  @Option(
      names = "--cron",
      paramLabel = "EXPR",
      required = true,
      description = "Minute, hour, day of month, month, day of week; or a name such as @daily")
  String expression = "";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      required = true,
      description = "Time zone of the expression, such as Europe/Zurich")
  String zone = "";

  @Option(
      names = "--after",
      paramLabel = "INSTANT",
      description = "Print times after this one, such as 2027-03-28T00:00:00Z (default: now)")
  @Nullable String after;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many times to print: 1 to 100000 (default: ${DEFAULT-VALUE})")
  int count = 10;

  ScheduleNextCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  int run() {
    ZoneId zoneId = zone();
    Schedule schedule = Schedule.cron(expression, zoneId);
    if (count < 1 || count > MAX_COUNT) {
      throw new InvalidInputException("count is " + count + "; allowed: 1 to " + MAX_COUNT);
    }
    ZoneId shown = SharedOptions.isSet(spec, "--utc") ? ZoneOffset.UTC : zoneId;
    if (isJson()) {
      ObjectNode document =
          ApiClient.JSON.createObjectNode().put("cron", expression).put("zone", zone);
      ArrayNode times = document.putArray("times");
      forEachTime(schedule, instant -> times.add(text(instant, shown)));
      printJson(document);
    } else {
      forEachTime(schedule, instant -> print(text(instant, shown)));
    }
    return ExitCode.OK;
  }

  private void forEachTime(Schedule schedule, Consumer<Instant> consumer) {
    Optional<Instant> next = schedule.next(after());
    for (int i = 0; i < count && next.isPresent(); i++) {
      consumer.accept(next.get());
      next = schedule.next(next.get());
    }
  }

  private static String text(Instant instant, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(zone));
  }

  private ZoneId zone() {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "zone is '"
              + zone
              + "'; expected a zone of tzdata such as Europe/Zurich, or an offset such as +02:00"
              + DidYouMean.suffix(ZoneId.getAvailableZoneIds(), zone),
          e);
    }
  }

  private Instant after() {
    Instant instant = after == null ? context.clock().now() : parse(after);
    if (instant.isBefore(MIN_AFTER) || instant.isAfter(MAX_AFTER)) {
      throw new InvalidInputException(
          "after is '" + instant + "'; allowed: " + MIN_AFTER + " to " + MAX_AFTER);
    }
    return instant;
  }

  private static Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeParseException e) {
      throw new InvalidInputException(
          "after is '"
              + text
              + "'; expected a moment with its zone such as 2027-03-28T00:00:00Z or"
              + " 2027-03-28T01:00:00+01:00",
          e);
    }
  }
}
