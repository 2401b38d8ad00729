// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.service.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;

/**
 * Logs warnings that clients can cause as often as they like: the first at once, then at most one a
 * minute, which says how many there were. Thread-safe.
 */
public final class RateLimitedLog {

  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final Logger log;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private long count;
  private long lastNanos;
  private boolean logged;

  public RateLimitedLog(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Counts the event; logs it, with the number of events since the last line, if it is time. */
  public void warn(String event, String detail) {
    long counted;
    lock.lock();
    try {
      count++;
      if (logged && clock.nanos() - lastNanos < QUIET_NANOS) {
        return;
      }
      counted = count;
      count = 0;
      lastNanos = clock.nanos();
      logged = true;
    } finally {
      lock.unlock();
    }
    log.warn("{}: count={} last: {}", event, counted, detail);
  }
}
