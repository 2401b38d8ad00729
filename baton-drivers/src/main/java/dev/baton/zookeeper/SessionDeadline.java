// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Until when a session is certain to live, by the requests that the leader confirmed.
 *
 * <p>The leader ends a session when it has heard nothing of it for the session timeout. What a
 * follower hears reaches the leader half a tick later, and is lost if the follower dies before. So
 * a confirmation counts for the next ones only after a while (an eighth of the timeout, which is
 * half a tick or more): a session surely lives one timeout from the newest confirmation that is so
 * old.
 */
final class SessionDeadline {

  private static final int SETTLES = 8;

  private final Clock clock;
  private final long timeoutNanos;
  // All below guarded by this.
  private final Deque<Long> confirmed = new ArrayDeque<>();
  private long settled;
  private long trustedUntil;

  /**
   * @param startNanos when the session was asked for; the leader makes sessions itself
   */
  SessionDeadline(Clock clock, long startNanos, Duration timeout) {
    this.clock = clock;
    this.timeoutNanos = timeout.toNanos();
    this.settled = startNanos;
    this.trustedUntil = startNanos + timeoutNanos;
  }

  /** The leader answered a request of the session that was sent then. */
  synchronized void confirm(long startNanos) {
    if (!confirmed.isEmpty() && startNanos - confirmed.getLast() <= 0) {
      return;
    }
    confirmed.add(startNanos);
    long old = startNanos - timeoutNanos / SETTLES;
    while (!confirmed.isEmpty() && confirmed.getFirst() - old <= 0) {
      settled = confirmed.removeFirst();
    }
    if (settled + timeoutNanos - trustedUntil > 0) {
      trustedUntil = settled + timeoutNanos;
    }
  }

  synchronized Deadline trustedUntil() {
    return new Deadline(trustedUntil);
  }

  boolean isOver() {
    return trustedUntil().isPast(clock);
  }
}
