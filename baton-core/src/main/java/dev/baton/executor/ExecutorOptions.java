// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.InvalidInputException;
import java.time.Duration;

/**
 * How an {@link Executor} works. Made from {@link #named} and the {@code with…} methods.
 *
 * @param name for people; need not be unique
 * @param version of the program, for people
 * @param slots how many jobs run at once
 * @param claimBatch at most so many jobs are claimed in one call
 * @param lease how long claims outlive the last confirmation; renewed every third of it
 * @param grace how long a stop lets jobs go on
 * @param cancelBound how long an interrupted job may take to end before its thread is abandoned
 * @param pollInterval how often an idle executor asks the board, beside being woken by it
 * @param maxLosses how often a job may be taken over from dead executors before it is FAILED: it
 *     probably kills them
 */
public record ExecutorOptions(
    String name,
    String version,
    int slots,
    int claimBatch,
    Duration lease,
    Duration grace,
    Duration cancelBound,
    Duration pollInterval,
    int maxLosses) {

  private static final int MOST_SLOTS = 1_000_000;

  public ExecutorOptions {
    if (name.isBlank()) {
      throw new InvalidInputException("the executor's name is blank; expected text");
    }
    checkCount("slots", slots, MOST_SLOTS);
    checkCount("claim batch", claimBatch, MOST_SLOTS);
    checkCount("max losses", maxLosses, MOST_SLOTS);
    checkPositive("lease", lease);
    checkPositive("cancel bound", cancelBound);
    checkPositive("poll interval", pollInterval);
    if (grace.isNegative()) {
      throw new InvalidInputException("grace is " + grace + "; expected zero or more");
    }
  }

  /** The defaults: 64 slots, which suits work that mostly waits for others. */
  public static ExecutorOptions named(String name) {
    return new ExecutorOptions(
        name,
        "unknown",
        64,
        500,
        Duration.ofSeconds(8),
        Duration.ofMinutes(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        20);
  }

  public ExecutorOptions withVersion(String newVersion) {
    return new ExecutorOptions(
        name, newVersion, slots, claimBatch, lease, grace, cancelBound, pollInterval, maxLosses);
  }

  public ExecutorOptions withSlots(int newSlots) {
    return new ExecutorOptions(
        name, version, newSlots, claimBatch, lease, grace, cancelBound, pollInterval, maxLosses);
  }

  public ExecutorOptions withClaimBatch(int newClaimBatch) {
    return new ExecutorOptions(
        name, version, slots, newClaimBatch, lease, grace, cancelBound, pollInterval, maxLosses);
  }

  public ExecutorOptions withLease(Duration newLease) {
    return new ExecutorOptions(
        name, version, slots, claimBatch, newLease, grace, cancelBound, pollInterval, maxLosses);
  }

  public ExecutorOptions withGrace(Duration newGrace) {
    return new ExecutorOptions(
        name, version, slots, claimBatch, lease, newGrace, cancelBound, pollInterval, maxLosses);
  }

  public ExecutorOptions withCancelBound(Duration newCancelBound) {
    return new ExecutorOptions(
        name, version, slots, claimBatch, lease, grace, newCancelBound, pollInterval, maxLosses);
  }

  public ExecutorOptions withPollInterval(Duration newPollInterval) {
    return new ExecutorOptions(
        name, version, slots, claimBatch, lease, grace, cancelBound, newPollInterval, maxLosses);
  }

  public ExecutorOptions withMaxLosses(int newMaxLosses) {
    return new ExecutorOptions(
        name, version, slots, claimBatch, lease, grace, cancelBound, pollInterval, newMaxLosses);
  }

  private static void checkCount(String what, int value, int max) {
    if (value < 1 || value > max) {
      throw new InvalidInputException(what + " is " + value + "; allowed: 1 to " + max);
    }
  }

  private static void checkPositive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new InvalidInputException(what + " is " + value + "; expected a positive duration");
    }
  }
}
