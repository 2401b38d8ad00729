// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Computes until when a session certainly lives, from the requests that the leader confirmed.
 *
 * <p>The leader ends a session if it has received no message of it for the session timeout. A
 * message to a follower reaches the leader half a tick later, and is lost if the follower dies
 * before. So a confirmation counts only after some time (an eighth of the timeout, which is half a
 * tick or more): a session certainly lives one timeout from the newest confirmation that is so old.
 */
final class SessionDeadline {

  private static final int CONFIRMATIONS = 8;

  private final Clock clock;
  private final long timeoutNanos;
  // Guarded by the lock of this object, like the fields below.
  private final Deque<Long> confirmed = new ArrayDeque<>();
  private long confirmedCount;
  private long trustedUntil;

  /**
   * @param startNanos when the session was requested; sessions are created by the leader itself
   */
  SessionDeadline(Clock clock, long startNanos, Duration timeout) {
    this.clock = clock;
    this.timeoutNanos = timeout.toNanos();
    this.confirmedCount = startNanos;
    this.trustedUntil = startNanos + timeoutNanos;
  }

  /**
   * Records that the leader answered a request of the session.
   *
   * @param startNanos when the request was sent
   */
  synchronized void confirm(long startNanos) {
    if (!confirmed.isEmpty() && startNanos - confirmed.getLast() <= 0) {
      return;
    }
    confirmed.add(startNanos);
    long old = startNanos - timeoutNanos / CONFIRMATIONS;
    while (!confirmed.isEmpty() && confirmed.getFirst() - old <= 0) {
      confirmedCount = confirmed.removeFirst();
    }
    if (confirmedCount + timeoutNanos - trustedUntil > 0) {
      trustedUntil = confirmedCount + timeoutNanos;
    }
  }

  synchronized Deadline trustedUntil() {
    return new Deadline(trustedUntil);
  }

  boolean isOver() {
    return trustedUntil().isPast(clock);
  }
}
