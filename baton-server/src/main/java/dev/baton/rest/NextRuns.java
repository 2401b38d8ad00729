// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Timestamps;
import dev.baton.plugin.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The next scheduled times of a distribution.
 *
 * @param zone the time zone of the schedule; null for an interval, whose times no calendar fixes
 * @param times the first time is the one that the leader has stored; it may have passed
 */
record NextRuns(String distribution, String schedule, @Nullable ZoneId zone, List<Instant> times) {

  static final NumberParameter COUNT = new NumberParameter("count", 1, 100, 10);

  NextRuns {
    times = List.copyOf(times);
  }

  /**
   * Computes the times from the schedule that the document of the distribution shows, because only
   * the processes that run a distribution need to have its plugin.
   */
  static NextRuns of(ObjectNode distribution, int count, Instant now) {
    String id = distribution.path("id").asText();
    String text = distribution.path("schedule").asText();
    Optional<Instant> stored =
        Optional.ofNullable(distribution.path("next-run").textValue()).map(Instant::parse);
    Optional<Schedule> schedule = parsed(text);
    if (schedule.isEmpty()) {
      return new NextRuns(id, text, null, stored.stream().toList());
    }
    return new NextRuns(
        id,
        text,
        schedule.get().timeZone().orElse(null),
        times(schedule.get(), stored, count, now));
  }

  private static List<Instant> times(
      Schedule schedule, Optional<Instant> stored, int count, Instant now) {
    List<Instant> times = new ArrayList<>();
    // Without a stored time, no leader has run the distribution yet. A schedule with an interval
    // then has no times, because its leader runs it at once.
    Optional<Instant> next =
        stored.or(() -> schedule.isInterval() ? Optional.empty() : schedule.next(now));
    while (next.isPresent() && times.size() < count) {
      times.add(next.get());
      next = schedule.next(next.get());
    }
    return times;
  }

  /** The time zone of a schedule; null for an interval, and for a text that cannot be read. */
  static @Nullable ZoneId zoneOf(String schedule) {
    return parsed(schedule).flatMap(Schedule::timeZone).orElse(null);
  }

  /** A process of another release may have stored a schedule that this release cannot read. */
  private static Optional<Schedule> parsed(String text) {
    try {
      return Optional.of(Schedule.parse(text));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  ObjectNode document() {
    ObjectNode doc = JsonNodes.object();
    doc.put("resource-id", distribution);
    doc.put("schedule", schedule);
    JsonNodes.put(doc, "zone", zone);
    ArrayNode runs = doc.putArray("times");
    for (Instant time : times) {
      runs.addObject()
          .put("at", Timestamps.write(time))
          .put(
              "local",
              DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                  time.atZone(zone == null ? ZoneOffset.UTC : zone)));
    }
    return doc;
  }

  static ObjectNode schema() {
    ObjectNode time =
        new ObjectSchema()
            .time("at", "The time")
            .time("local", "The same time in the zone of the schedule, or in UTC without a zone")
            .build();
    return new ObjectSchema()
        .text("resource-id", "The distribution")
        .text("schedule", "The schedule as text")
        .optional("zone", "The time zone of a cron schedule", ObjectSchema.type("string"))
        .with(
            "times",
            "The times, soonest first; the times of an interval count from the last run",
            ObjectSchema.list(time))
        .build();
  }
}
