// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.election.DistributionState;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which times of a distribution are to be run now, and which is next. Pure. */
final class DueTimes {

  /** So many missed times are caught up in one pass; more follow in the next. */
  static final int MAX_TIMES = 1_000;

  /** A time that is late by less was not missed: its leader was busy, or has just changed. */
  static final Duration TOLERANCE = Duration.ofMinutes(1);

  private DueTimes() {}

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
    return switch (distribution.misfire()) {
      // Under the oldest of the times: every leader that repeats this chooses the same.
      case RUN_ONCE -> new Due(List.of(next), after(schedule, next, now));
      case SKIP -> {
        Instant last = passed(schedule, next, now).getLast();
        boolean missed = Duration.between(last, now).compareTo(TOLERANCE) >= 0;
        yield new Due(missed ? List.of() : List.of(last), after(schedule, next, now));
      }
      case CATCH_UP -> {
        List<Instant> times = passed(schedule, next, now);
        yield new Due(times, schedule.next(times.getLast()).orElse(null));
      }
    };
  }

  /** The times from the given one on that have passed, oldest first; at least the given one. */
  private static List<Instant> passed(Schedule schedule, Instant first, Instant now) {
    List<Instant> passed = new ArrayList<>();
    Optional<Instant> time = Optional.of(first);
    while (time.isPresent() && passed.size() < MAX_TIMES) {
      passed.add(time.get());
      time = schedule.next(time.get()).filter(next -> !next.isAfter(now));
    }
    return passed;
  }

  /**
   * The time that follows a run for several times.
   *
   * @param first the oldest of the times
   * @param until the run is for all times up to this moment, and at least for the oldest
   * @return null when there is none any more
   */
  static @Nullable Instant after(Schedule schedule, Instant first, Instant until) {
    List<Instant> passed = passed(schedule, first, until);
    Optional<Instant> following = schedule.next(passed.getLast());
    // Beyond the bound the phase of an interval is given up: it counts from that moment.
    boolean more = following.isPresent() && !following.get().isAfter(until);
    return (more ? schedule.next(until) : following).orElse(null);
  }
}
