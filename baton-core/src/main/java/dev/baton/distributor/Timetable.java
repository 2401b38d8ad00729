// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.plugin.Distribution;
import dev.baton.plugin.Misfire;
import dev.baton.plugin.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which times of a distribution are to be run now, and which is next. Pure. */
final class Timetable {

  /** So many missed times are caught up in one pass; more follow in the next. */
  static final int MAX_TIMES = 1_000;

  /** A time that is late by less was not missed: its leader was busy, or has just changed. */
  static final Duration TOLERANCE = Duration.ofMinutes(1);

  private Timetable() {}

  /**
   * What is due.
   *
   * @param times to run, oldest first
   * @param next the time after these; null when there is none any more
   */
  record Due(List<Instant> times, @Nullable Instant next) {}

  /**
   * The next time of a distribution that is new, or whose schedule is another than when its state
   * was written: at once for a new interval, else the next by the schedule. A changed interval
   * counts from the last time.
   *
   * @param state null when it is new
   */
  static @Nullable Instant first(
      Schedule schedule, @Nullable DistributionState state, Instant now) {
    if (!isInterval(schedule)) {
      return schedule.next(now).orElse(null);
    }
    Instant last = state == null ? null : state.lastTime();
    Instant next = last == null ? now : schedule.next(last).orElse(now);
    return next.isBefore(now) ? now : next;
  }

  /** Intervals count from the last time, others have their own times. */
  private static boolean isInterval(Schedule schedule) {
    return schedule.text().startsWith("every ");
  }

  /**
   * @param next the time that the state names as the next one
   */
  static Due due(Distribution distribution, Instant next, Instant now) {
    if (next.isAfter(now)) {
      return new Due(List.of(), next);
    }
    Schedule schedule = distribution.schedule();
    List<Instant> passed = new ArrayList<>();
    Optional<Instant> time = Optional.of(next);
    while (time.isPresent() && !time.get().isAfter(now) && passed.size() < MAX_TIMES) {
      passed.add(time.get());
      time = schedule.next(time.get());
    }
    if (distribution.misfire() == Misfire.CATCH_UP) {
      return new Due(passed, time.orElse(null));
    }
    // Beyond the bound the phase of an interval is given up: it starts anew from now.
    boolean more = time.isPresent() && !time.get().isAfter(now);
    Instant after = more ? schedule.next(now).orElse(null) : time.orElse(null);
    return new Due(chosen(distribution.misfire(), passed, now), after);
  }

  private static List<Instant> chosen(Misfire misfire, List<Instant> passed, Instant now) {
    return switch (misfire) {
      // Under the oldest of the times: another leader that repeats this would choose the same.
      case RUN_ONCE -> List.of(passed.getFirst());
      case SKIP ->
          Duration.between(passed.getLast(), now).compareTo(TOLERANCE) < 0
              ? List.of(passed.getLast())
              : List.of();
      case CATCH_UP -> passed;
    };
  }
}
