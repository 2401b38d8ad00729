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

/** Computes which scheduled times of a distribution are due now, and which time is next. Pure. */
final class DueTimes {

  /** One pass catches up at most this many missed times; the next pass continues. */
  static final int MAX_TIMES = 1_000;

  /**
   * A time that is late by less than this was not missed: its leader was busy, or the leader has
   * just changed.
   */
  static final Duration TOLERANCE = Duration.ofMinutes(1);

  private DueTimes() {}

  /**
   * The due times.
   *
   * @param times the times to run, oldest first
   * @param next the time after these; null if the schedule has no further time
   */
  record Due(List<Instant> times, @Nullable Instant next) {}

  /**
   * The next time of a distribution that is new, or whose schedule differs from the stored
   * schedule. A new interval is due at once. A changed interval is counted from the last time.
   * Other schedules give their next time.
   *
   * @param state the stored state; null if the distribution is new
   */
  static @Nullable Instant first(
      Schedule schedule, @Nullable DistributionState state, Instant now) {
    if (!schedule.isInterval()) {
      return schedule.next(now).orElse(null);
    }
    Instant last = state == null ? null : state.lastTime();
    Instant next = last == null ? now : schedule.next(last).orElse(now);
    return next.isBefore(now) ? now : next;
  }

  /**
   * The times that are due now.
   *
   * @param next the next time in the stored state
   */
  static Due due(Distribution distribution, Instant next, Instant now) {
    if (next.isAfter(now)) {
      return new Due(List.of(), next);
    }
    Schedule schedule = distribution.schedule();
    return switch (distribution.misfire()) {
      // The run uses the oldest of the times, so that every leader that repeats it chooses the same
      // time.
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

  /** The times from {@code first} on that have passed, oldest first; at least {@code first}. */
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
   * The next scheduled time after a distribution has posted once for several scheduled times.
   *
   * @param first the oldest of the times
   * @param until the post covers all scheduled times up to this moment, and at least the oldest
   * @return null if the schedule has no further time
   */
  static @Nullable Instant after(Schedule schedule, Instant first, Instant until) {
    List<Instant> passed = passed(schedule, first, until);
    Optional<Instant> following = schedule.next(passed.getLast());
    // If more scheduled times passed than the bound allows, the next times of an interval are
    // counted from {@code until} instead of from the earlier times.
    boolean more = following.isPresent() && !following.get().isAfter(until);
    return (more ? schedule.next(until) : following).orElse(null);
  }
}
