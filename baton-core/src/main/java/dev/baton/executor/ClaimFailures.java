// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.service.Backoff;
import java.time.Duration;

/**
 * The claim calls that failed since the last success.
 *
 * @param count 0 if the last claim call succeeded
 * @param lastNanos the time of the last failure; meaningless without a failure
 * @param pause the time from the last failure to the next claim, unless a wake-up ends it
 */
record ClaimFailures(int count, long lastNanos, Duration pause) {

  static final ClaimFailures NONE = new ClaimFailures(0, 0, Duration.ZERO);

  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(5));
  // Every abandoned job wakes all executors. If the board answers and the store does not, the
  // executors would claim and abandon the same jobs without a pause. Therefore an executor ignores
  // wake-ups after a failure, but only for this time, so that it finds jobs soon after the outage.
  private static final Duration MAX_IGNORE_WAKE_UPS = Duration.ofSeconds(1);
  // A pass without a failure does not prove that claims work again: perhaps it claimed nothing.
  private static final Duration RECOVERED_AFTER = Duration.ofSeconds(5);

  ClaimFailures plusOne(long nowNanos) {
    return new ClaimFailures(count + 1, nowNanos, BACKOFF.after(count + 1));
  }

  /** How long wake-ups are still ignored; zero or negative if they are no longer ignored. */
  Duration ignoreWakeUps(long nowNanos) {
    if (count == 0) {
      return Duration.ZERO;
    }
    Duration ignored = pause.compareTo(MAX_IGNORE_WAKE_UPS) < 0 ? pause : MAX_IGNORE_WAKE_UPS;
    return ignored.minusNanos(nowNanos - lastNanos);
  }

  /** Whether there was a failure, and none for so long that the outage counts as over. */
  boolean areOver(long nowNanos) {
    return count > 0 && nowNanos - lastNanos > RECOVERED_AFTER.toNanos();
  }
}
