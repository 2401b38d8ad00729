// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.board.JobBoard;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Polls the board for all remote executors that wait, so that they need not poll it themselves.
 * Ends their polls when a job becomes due, and from time to time while unclaimed jobs are due,
 * because the board may have failed to report them. Does nothing while no remote executor waits.
 */
final class WatchPostings implements Service {

  // How long a new delayed job may be unknown. Only a job with a shorter delay starts late.
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(30);
  private static final int CHECKED_POSTINGS = 100;

  private final JobBoard board;
  private final Clock clock;
  private final BooleanSupplier isAwaited;
  private final Runnable signal;
  private final PollLoop loop;
  // Used only by the poll loop: when the next job becomes due, and when the board is checked again.
  private @Nullable Instant expected;
  private Deadline checkAt;

  WatchPostings(JobBoard board, Clock clock, BooleanSupplier isAwaited, Runnable signal) {
    this.board = board;
    this.clock = clock;
    this.isAwaited = isAwaited;
    this.signal = signal;
    this.checkAt = Deadline.after(clock.nanos(), CHECK_EVERY);
    this.loop = PollLoop.of("due-postings", this::pass);
  }

  @Override
  public void start() {
    loop.start();
  }

  /** Within ten seconds, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    loop.stop();
  }

  private PassResult pass() {
    if (!isAwaited.getAsBoolean()) {
      expected = null;
      return PassResult.waitFor(EVERY);
    }
    Instant next = board.nextDue();
    boolean isDue = expected != null && !clock.now().isBefore(expected);
    if (isDue || isCheckPositive()) {
      signal.run();
    }
    expected = next;
    return PassResult.waitFor(untilNext(next));
  }

  private boolean isCheckPositive() {
    if (!checkAt.isPast(clock)) {
      return false;
    }
    checkAt = Deadline.after(clock.nanos(), CHECK_EVERY);
    return board.postings(0, CHECKED_POSTINGS).stream()
        .anyMatch(posting -> posting.owner() == null && !posting.due().isAfter(clock.now()));
  }

  private Duration untilNext(@Nullable Instant next) {
    if (next == null) {
      return EVERY;
    }
    Duration left = Duration.between(clock.now(), next);
    return left.isPositive() && left.compareTo(EVERY) < 0 ? left : EVERY;
  }
}
