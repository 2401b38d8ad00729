// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.error.LostClaimException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Until when a session at a board certainly lives. Each confirmed request prolongs the session by
 * its time to live, counted from the moment at which this process sent the request. An ended
 * session never becomes valid again. Thread-safe.
 */
public final class SessionTrust {

  private final Clock clock;
  private final long timeToLiveNanos;
  private final AtomicLong until;
  // Set by any thread that learns the end of the session; never cleared.
  private volatile boolean ended;

  /**
   * @param startNanos when the request that opened the session was sent
   */
  public SessionTrust(Clock clock, long startNanos, Duration timeToLive) {
    this.clock = clock;
    this.timeToLiveNanos = timeToLive.toNanos();
    this.until = new AtomicLong(startNanos + timeToLiveNanos);
  }

  /**
   * Records that the board has confirmed the session.
   *
   * @param startNanos when the confirmed request was sent
   */
  public void confirm(long startNanos) {
    until.accumulateAndGet(startNanos + timeToLiveNanos, (a, b) -> a - b > 0 ? a : b);
  }

  /** Records that the session has ended. */
  public void end() {
    ended = true;
  }

  /** Whether the session has ended, or may have ended because it was not confirmed in time. */
  public boolean isOver() {
    return ended || trustedUntil().isPast(clock);
  }

  public Deadline trustedUntil() {
    return new Deadline(until.get());
  }

  /**
   * Checks that the session is not over.
   *
   * @throws LostClaimException if it is over
   */
  public void checkOpen() {
    if (isOver()) {
      ended = true;
      throw new LostClaimException(
          "the session at the board ended or was not confirmed in time; its claims are lost. Join"
              + " the board again");
    }
  }
}
