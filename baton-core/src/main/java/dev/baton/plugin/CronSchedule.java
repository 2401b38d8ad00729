// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the instants of a cron expression in a time zone, also when the local clock is set forward
 * or back. {@link Schedule#cron} states the two rules for such shifts, and ADR 66 the reasons. Both
 * rules search the periods between two shifts of the clock.
 */
record CronSchedule(String expression, ZoneId zone, CronTimes times) implements Schedule {

  /** The maximum difference between a local clock and UTC that {@link ZoneOffset} allows. */
  private static final Duration MAX_OFFSET = Duration.ofHours(18);

  /** The end of the search: just before the end of the year 9999 on every local clock. */
  private static final Instant END = Instant.parse("9999-12-30T00:00:00Z");

  static CronSchedule of(String expression, ZoneId zone) {
    return new CronSchedule(expression, zone, ParseCron.parse(expression));
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return times.followsElapsedTime() ? nextShown(after) : nextReached(after);
  }

  @Override
  public Optional<ZoneId> timeZone() {
    return Optional.of(zone);
  }

  @Override
  public String text() {
    return "cron " + expression + " " + zone;
  }

  /** The first instant after the given instant at which the local clock shows a matching time. */
  private Optional<Instant> nextShown(Instant after) {
    OffsetPeriod offsetPeriod = spanAfter(after);
    Instant from = after.plusNanos(1);
    while (offsetPeriod.start().isBefore(END)) {
      Optional<LocalDateTime> match = times.firstFrom(offsetPeriod.local(from));
      if (match.isEmpty()) {
        return Optional.empty();
      }
      Instant instant = offsetPeriod.instant(match.get());
      if (offsetPeriod.contains(instant)) {
        return Optional.of(instant).filter(found -> found.isBefore(END));
      }
      // The clock is shifted before it shows this time, so no time before the shift matches. The
      // search continues at the shift, because a clock that is set back may show a matching time
      // again.
      offsetPeriod = offsetPeriod.next();
      from = offsetPeriod.start();
    }
    return Optional.empty();
  }

  /**
   * Returns the first instant after the given one whose local time matches the expression. If the
   * clock is set back, a local time occurs twice; only its first occurrence counts.
   */
  private Optional<Instant> nextReached(Instant after) {
    return times
        .firstFrom(latestShown(after).plusNanos(1))
        .map(time -> reached(time, after))
        .filter(instant -> instant.isBefore(END));
  }

  /**
   * The latest local time that the clock has shown up to the instant. It is later than the present
   * local time if the clock was set back shortly before.
   */
  private LocalDateTime latestShown(Instant instant) {
    LocalDateTime latest = LocalDateTime.ofInstant(instant, zone);
    Instant start = instant.minus(MAX_OFFSET.multipliedBy(2));
    ZoneOffsetTransition shift = zone.getRules().nextTransition(start);
    while (shift != null && !shift.getInstant().isAfter(instant)) {
      // The clock is shifted just before it shows this time, so the time itself is excluded.
      LocalDateTime shown = shift.getDateTimeBefore().minusNanos(1);
      latest = shown.isAfter(latest) ? shown : latest;
      shift = zone.getRules().nextTransition(shift.getInstant());
    }
    return latest;
  }

  /**
   * The first instant after the given instant at which the clock shows the time or a later time.
   */
  private Instant reached(LocalDateTime time, Instant after) {
    Instant earliest = time.toInstant(ZoneOffset.UTC).minus(MAX_OFFSET);
    OffsetPeriod offsetPeriod = spanAfter(earliest.isAfter(after) ? earliest : after);
    while (!offsetPeriod.reaches(time) && !offsetPeriod.contains(offsetPeriod.instant(time))) {
      offsetPeriod = offsetPeriod.next();
    }
    return offsetPeriod.reaches(time) ? offsetPeriod.start() : offsetPeriod.instant(time);
  }

  private OffsetPeriod spanAfter(Instant instant) {
    return new OffsetPeriod(
        zone, zone.getRules().getOffset(instant), instant, zone.getRules().nextTransition(instant));
  }

  /** A period between two shifts of the local clock. */
  private record OffsetPeriod(
      ZoneId zone, ZoneOffset offset, Instant start, @Nullable ZoneOffsetTransition end) {

    LocalDateTime local(Instant instant) {
      return LocalDateTime.ofInstant(instant, offset);
    }

    Instant instant(LocalDateTime local) {
      return local.toInstant(offset);
    }

    /**
     * Whether the local clock shows the time, or a later time, already at the start of the period.
     */
    boolean reaches(LocalDateTime time) {
      return !local(start).isBefore(time);
    }

    boolean contains(Instant instant) {
      return end == null || instant.isBefore(end.getInstant());
    }

    OffsetPeriod next() {
      if (end == null) {
        throw new IllegalStateException("the clock is not shifted after " + start);
      }
      Instant shift = end.getInstant();
      return new OffsetPeriod(
          zone, end.getOffsetAfter(), shift, zone.getRules().nextTransition(shift));
    }
  }
}
