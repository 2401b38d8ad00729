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
  // If the board answers and the store does not, every abandoned job would wake all executors at
  // once. The limit keeps an executor from missing jobs after the board works again.
  private static final Duration MAX_IGNORE_WAKE_UPS = Duration.ofSeconds(1);
  // A pass without a failure does not prove that claims work again: perhaps it claimed nothing.
  private static final Duration RECOVERED_AFTER = Duration.ofSeconds(5);

  ClaimFailures plusOne(long nowNanos) {
    return new ClaimFailures(count + 1, nowNanos, BACKOFF.after(count + 1));
  }

  /** For how long from now wake-ups are ignored; not positive if they are not. */
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
