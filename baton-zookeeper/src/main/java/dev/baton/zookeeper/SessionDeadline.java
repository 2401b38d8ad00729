// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Computes until when a ZooKeeper session certainly lives. Uses the times of the requests that
 * ZooKeeper's leading server has answered.
 *
 * <p>The leading server ends a session if it has received no message of the session for the session
 * timeout. A message to a follower server reaches the leading server up to half a tick later, and
 * gets lost if the follower dies before. Therefore a confirmation counts only after an eighth of
 * the timeout, which is at least half a tick. The session certainly lives until one timeout after
 * the newest confirmation that counts.
 */
final class SessionDeadline {

  private static final int CONFIRMATIONS = 8;

  private final Clock clock;
  private final long timeoutNanos;
  // The times of the confirmations that do not count yet, the oldest first. Guarded by the lock of
  // this object, like the fields below.
  private final Deque<Long> confirmed = new ArrayDeque<>();
  private long confirmedCount;
  private long trustedUntil;

  /**
   * @param startNanos when the session was requested. This request counts as a confirmation at
   *     once, because ZooKeeper's leading server itself creates sessions
   */
  SessionDeadline(Clock clock, long startNanos, Duration timeout) {
    this.clock = clock;
    this.timeoutNanos = timeout.toNanos();
    this.confirmedCount = startNanos;
    this.trustedUntil = startNanos + timeoutNanos;
  }

  /**
   * Records that ZooKeeper's leading server has answered a request of the session.
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
