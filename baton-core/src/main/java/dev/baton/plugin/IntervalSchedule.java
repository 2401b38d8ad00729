// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.service.SaturatedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

record IntervalSchedule(Duration interval) implements Schedule {

  IntervalSchedule {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidInputException(
          "interval is " + interval + "; expected at least one second (PT1S)");
    }
    InputBounds.duration("interval", interval, Duration.ZERO, InputBounds.LONGEST_DURATION);
  }

  /**
   * Returns whole milliseconds, which is the precision of the stores. Every leader must compute
   * exactly the same times, because a scheduled time identifies the jobs that were posted for it.
   */
  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.of(SaturatedTime.plus(after, interval).truncatedTo(ChronoUnit.MILLIS));
  }

  @Override
  public String text() {
    return "every " + interval;
  }
}
