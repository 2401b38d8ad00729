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

  /** The maximum number of missed times that one pass catches up; the next pass continues. */
  static final int MAX_TIMES = 1_000;

  /**
   * A scheduled time that is late by less than this duration does not count as missed, because its
   * leader may have been busy, or the leader may have changed.
   */
  static final Duration TOLERANCE = Duration.ofMinutes(1);

  private DueTimes() {}

  /**
   * The scheduled times that are due now.
   *
   * @param times the scheduled times to handle, oldest first
   * @param next the first scheduled time after these; null if the schedule has no further time
   */
  record Due(List<Instant> times, @Nullable Instant next) {}

  /**
   * Returns the first scheduled time of a distribution that is new, or whose schedule differs from
   * the stored schedule. A distribution with an interval is due at once if it is new; otherwise its
   * interval is counted from the last handled time. For other schedules, it is the next time of the
   * schedule.
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
   * Returns the scheduled times that are due now.
   *
   * @param next the next scheduled time in the stored state
   */
  static Due due(Distribution distribution, Instant next, Instant now) {
    if (next.isAfter(now)) {
      return new Due(List.of(), next);
    }
    Schedule schedule = distribution.schedule();
    return switch (distribution.misfire()) {
      // The jobs are posted for the oldest of the due times. Every leader that repeats the post
      // chooses the same time, so a second post is detected.
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

  /**
   * Returns the scheduled times from {@code first} to now, oldest first. Contains at least {@code
   * first}, and at most {@link #MAX_TIMES} times.
   */
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
   * Returns the scheduled times that a distribution has missed, oldest first.
   *
   * @param from the first scheduled time that is not handled yet
   * @param until the next scheduled time after those that are handled now; null if there is none
   */
  static List<Instant> missed(
      Schedule schedule, Instant from, @Nullable Instant until, Instant now) {
    Instant late = now.minus(TOLERANCE);
    if (from.isAfter(late)) {
      return List.of();
    }
    return passed(schedule, from, late).stream()
        .filter(time -> until == null || time.isBefore(until))
        .toList();
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
