// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.service.ControlCharacters;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The settings of an {@link Executor}. Start with {@link #named} and change values with the {@code
 * with…} methods.
 *
 * @param name a name for display; need not be unique
 * @param version the version of the program, for display
 * @param slots the number of jobs that run at once
 * @param lease how long claims outlive the last confirmation; the executor renews it every third of
 *     this time, or less often while it runs no jobs
 * @param gracePeriod how long a stop lets jobs continue
 * @param interruptTimeout how long an interrupted job may take to end before its thread is
 *     abandoned
 * @param pollInterval how often an executor with free slots asks the board, in addition to the
 *     board's wake-ups; the interval is six times as long while no job has come for some time
 * @param endWriteTimeout how long the executor keeps trying to store the end of a job. After that,
 *     if the board answers, it abandons the job so that another executor may try
 * @param maxTakeovers how many takeovers in a row a job may have. After one more, the job is
 *     FAILED, because it probably kills its executors. Progress of the job resets the count. 0
 *     means no limit
 */
public record ExecutorOptions(
    String name,
    String version,
    int slots,
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
    if (slots < 1 || slots > MOST_SLOTS) {
      throw new InvalidInputException("slots is " + slots + "; allowed: 1 to " + MOST_SLOTS);
    }
    if (maxTakeovers < 0 || maxTakeovers > MOST_SLOTS) {
      throw new InvalidInputException(
          "max takeovers is " + maxTakeovers + "; allowed: 0 (without limit) to " + MOST_SLOTS);
    }
    checkPositive("lease", lease);
    checkPositive("interrupt timeout", interruptTimeout);
    checkPositive("poll interval", pollInterval);
    checkPositive("end write timeout", endWriteTimeout);
    if (gracePeriod.isNegative()) {
      throw new InvalidInputException("grace is " + gracePeriod + "; expected zero or more");
    }
  }

  /** The default options. The 64 slots suit jobs that mostly wait for other systems. */
  public static ExecutorOptions named(String name) {
    return new ExecutorOptions(
        name,
        "unknown",
        64,
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

  public ExecutorOptions withEndWriteTimeout(Duration newEndWriteTimeout) {
    return changed(draft -> draft.draftEndWriteTimeout = newEndWriteTimeout);
  }

  public ExecutorOptions withMaxTakeovers(int newMaxTakeovers) {
    return changed(draft -> draft.maxTakeovers = newMaxTakeovers);
  }

  private ExecutorOptions changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  private static void checkPositive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new InvalidInputException(what + " is " + value + "; expected a positive duration");
    }
  }

  /** Mutable copy of the options, so that a change of one option need not name the others. */
  private static final class Draft {
    private final String name;
    private String version;
    private int slots;
    private Duration lease;
    private Duration grace;
    private Duration cancelBound;
    private Duration pollInterval;
    private Duration draftEndWriteTimeout;
    private int maxTakeovers;

    Draft(ExecutorOptions options) {
      name = options.name;
      version = options.version;
      slots = options.slots;
      lease = options.lease;
      grace = options.gracePeriod;
      cancelBound = options.interruptTimeout;
      pollInterval = options.pollInterval;
      draftEndWriteTimeout = options.endWriteTimeout;
      maxTakeovers = options.maxTakeovers;
    }

    ExecutorOptions options() {
      return new ExecutorOptions(
          name,
          version,
          slots,
          lease,
          grace,
          cancelBound,
          pollInterval,
          draftEndWriteTimeout,
          maxTakeovers);
    }
  }
}
