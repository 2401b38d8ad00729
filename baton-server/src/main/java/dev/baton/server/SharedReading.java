// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.BatonException;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that several metrics need, and that is read from the backend when a metric is requested.
 * It is read at most once every five seconds, and a reading that takes long is repeated only after
 * twenty times its duration, so that metrics never load the backend by more than a twentieth of one
 * connection. If a reading fails, the last value stays. Thread-safe.
 */
final class SharedReading<T> {

  private static final Logger LOG = LoggerFactory.getLogger(SharedReading.class);
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int SHARE = 20;

  private final String name;
  private final Clock clock;
  private final Supplier<T> read;
  private final ReentrantLock lock = new ReentrantLock();
  // All fields below are guarded by lock. The lock is held during a reading, so that concurrent
  // callers share its result.
  private T value;
  private boolean isRead;
  private boolean failed;
  private long readAt;
  private long validNanos;

  /**
   * Creates a value that is not read yet.
   *
   * @param name the metrics that use the value, for the log
   * @param initial the value if the first reading fails
   */
  SharedReading(String name, Clock clock, T initial, Supplier<T> read) {
    this.name = name;
    this.clock = clock;
    this.value = initial;
    this.read = read;
  }

  T get() {
    lock.lock();
    try {
      if (!isRead || clock.nanos() - readAt > validNanos) {
        long start = clock.nanos();
        refresh();
        isRead = true;
        readAt = clock.nanos();
        validNanos = Math.max(FRESH_NANOS, SHARE * (readAt - start));
      }
      return value;
    } finally {
      lock.unlock();
    }
  }

  private void refresh() {
    try {
      value = read.get();
      failed = false;
    } catch (BatonException e) {
      if (!failed) {
        LOG.warn(
            "metrics cannot be updated and keep their last values; Baton tries again: metrics={}"
                + " reason={}",
            name,
            e.getMessage(),
            e);
      }
      failed = true;
    }
  }
}
