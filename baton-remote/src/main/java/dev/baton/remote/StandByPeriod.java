// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides when an executor without claims stands by: it leaves the board, and claims only after the
 * server has reported postings. Everything that the executor could miss by that is reported by the
 * stand-by poll, so an executor whose poll does not wait at a server never stands by.
 */
final class StandByPeriod {

  private static final int IDLE_LEASES = 2;
  // A claim without a report finds jobs that the server failed to report. A random part keeps the
  // claims of many executors apart.
  private static final Duration CLAIM_EVERY = Duration.ofMinutes(10);
  private static final Duration JITTER = Duration.ofMinutes(5);

  private final StandByLoop standByLoop;
  private final Clock clock;
  private final Duration idle;
  // Written by any thread that uses the board session, read by any.
  private volatile Deadline idleFrom;
  private volatile Deadline leaveFrom;
  // Used only by the claiming thread.
  private long postingsAtClaim = -1;
  private Deadline claimAt;

  StandByPeriod(StandByLoop standByLoop, Clock clock, Duration lease) {
    this.standByLoop = standByLoop;
    this.clock = clock;
    this.idle = lease.multipliedBy(IDLE_LEASES);
    this.idleFrom = Deadline.after(clock.nanos(), idle);
    this.leaveFrom = idleFrom;
    this.claimAt = new Deadline(clock.nanos());
  }

  /** The executor has claims, or could have claimed jobs that it must try again soon. */
  void active() {
    idleFrom = Deadline.after(clock.nanos(), idle);
    leaveFrom = idleFrom;
  }

  /** The executor has joined the board, because of a report. */
  void joined() {
    leaveFrom = Deadline.after(clock.nanos(), idle);
  }

  /** Returns the number to pass to {@link #claimedNothing}, read before the claim. */
  long postings() {
    return standByLoop.postings();
  }

  /** The server had no job for this executor. */
  void claimedNothing(long postingsBefore) {
    postingsAtClaim = postingsBefore;
    long jitter = ThreadLocalRandom.current().nextLong(JITTER.toMillis());
    claimAt = Deadline.after(clock.nanos(), CLAIM_EVERY.minusMillis(jitter));
  }

  /** Whether a claim would find nothing, because the server has reported nothing since the last. */
  boolean hasNothingToClaim() {
    return idleFrom.isPast(clock)
        && standByLoop.isWaiting()
        && postingsAtClaim == standByLoop.postings()
        && !claimAt.isPast(clock);
  }

  /** Whether the executor, which has no claims, may leave the board. */
  boolean mayLeave() {
    return idleFrom.isPast(clock) && leaveFrom.isPast(clock) && standByLoop.isWaiting();
  }
}
