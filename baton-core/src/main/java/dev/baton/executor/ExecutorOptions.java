// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.service.ControlCharacters;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How an {@link Executor} works. Made from {@link #named} and the {@code with…} methods.
 *
 * @param name for people; need not be unique
 * @param version of the program, for people
 * @param slots how many jobs run at once
 * @param claimBatch at most so many jobs are claimed in one call
 * @param lease how long claims outlive the last confirmation; renewed every third of it, or less
 *     often while nothing runs
 * @param gracePeriod how long a stop lets jobs go on
 * @param interruptTimeout how long an interrupted job may take to end before its thread is
 *     abandoned
 * @param pollInterval how often an executor with free slots asks the board, beside being woken by
 *     it; six times as long when nothing has come for some time
 * @param endWriteTimeout how long the end of a job that the store does not take is kept, if the
 *     board would take the job back: then it is given back, so that another executor may try
 * @param maxTakeovers how often in a row a job may be taken from an executor that died or lost its
 *     claim; after one more death it is FAILED, since it probably kills them. Progress that the job
 *     made in between counts anew. 0 is without limit
 */
public record ExecutorOptions(
    String name,
    String version,
    int slots,
    int claimBatch,
    Duration lease,
    Duration gracePeriod,
    Duration interruptTimeout,
    Duration pollInterval,
    Duration endWriteTimeout,
    int maxTakeovers) {

  private static final int MOST_SLOTS = 1_000_000;
  private static final int LONGEST_NAME = 255;

  public ExecutorOptions {
    if (name.isBlank()) {
      throw new InvalidInputException("the executor's name is blank; expected text");
    }
    String control = ControlCharacters.firstInName(name);
    if (control != null) {
      throw new InvalidInputException(
          "the executor's name has the character " + control + "; allowed: no control characters");
    }
    InputBounds.number("length of the executor's name", name.length(), 1, LONGEST_NAME);
    checkCount("slots", slots, MOST_SLOTS);
    checkCount("claim batch", claimBatch, MOST_SLOTS);
    if (maxTakeovers < 0 || maxTakeovers > MOST_SLOTS) {
      throw new InvalidInputException(
          "max takeovers is " + maxTakeovers + "; allowed: 0 (without limit) to " + MOST_SLOTS);
    }
    checkPositive("lease", lease);
    checkPositive("cancel bound", interruptTimeout);
    checkPositive("poll interval", pollInterval);
    checkPositive("patience", endWriteTimeout);
    if (gracePeriod.isNegative()) {
      throw new InvalidInputException("grace is " + gracePeriod + "; expected zero or more");
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
        Duration.ofSeconds(30),
        3);
  }

  public ExecutorOptions withVersion(String newVersion) {
    return changed(draft -> draft.version = newVersion);
  }

  public ExecutorOptions withSlots(int newSlots) {
    return changed(draft -> draft.slots = newSlots);
  }

  public ExecutorOptions withClaimBatch(int newClaimBatch) {
    return changed(draft -> draft.claimBatch = newClaimBatch);
  }

  public ExecutorOptions withLease(Duration newLease) {
    return changed(draft -> draft.lease = newLease);
  }

  public ExecutorOptions withGracePeriod(Duration newGrace) {
    return changed(draft -> draft.grace = newGrace);
  }

  public ExecutorOptions withInterruptTimeout(Duration newCancelBound) {
    return changed(draft -> draft.cancelBound = newCancelBound);
  }

  public ExecutorOptions withPollInterval(Duration newPollInterval) {
    return changed(draft -> draft.pollInterval = newPollInterval);
  }

  public ExecutorOptions withEndWriteTimeout(Duration newPatience) {
    return changed(draft -> draft.patience = newPatience);
  }

  public ExecutorOptions withMaxTakeovers(int newMaxTakeovers) {
    return changed(draft -> draft.maxTakeovers = newMaxTakeovers);
  }

  private ExecutorOptions changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
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

  /** Options in the making, so that a change of one needs not name the others. */
  private static final class Draft {
    private final String name;
    private String version;
    private int slots;
    private int claimBatch;
    private Duration lease;
    private Duration grace;
    private Duration cancelBound;
    private Duration pollInterval;
    private Duration patience;
    private int maxTakeovers;

    Draft(ExecutorOptions options) {
      name = options.name;
      version = options.version;
      slots = options.slots;
      claimBatch = options.claimBatch;
      lease = options.lease;
      grace = options.gracePeriod;
      cancelBound = options.interruptTimeout;
      pollInterval = options.pollInterval;
      patience = options.endWriteTimeout;
      maxTakeovers = options.maxTakeovers;
    }

    ExecutorOptions options() {
      return new ExecutorOptions(
          name,
          version,
          slots,
          claimBatch,
          lease,
          grace,
          cancelBound,
          pollInterval,
          patience,
          maxTakeovers);
    }
  }
}
