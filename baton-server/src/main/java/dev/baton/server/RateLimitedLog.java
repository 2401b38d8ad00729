// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.service.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;

/**
 * Logs warnings that clients can cause as often as they want. The first warning is logged at once.
 * Later warnings are counted and logged at most once per minute, with their number. Thread-safe.
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

  /**
   * Counts the event. Logs it, with the number of events since the last line, if a minute has
   * passed since that line.
   *
   * @param keys keys and values of this event, such as {@code user=user/a}
   */
  public void warn(String event, String keys) {
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
    log.warn("{}: {} events={}", event, keys, counted);
  }
}
