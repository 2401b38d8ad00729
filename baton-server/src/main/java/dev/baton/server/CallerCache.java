// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.Caller;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Caches the caller of a token for three seconds, so that not every request reads the store. */
final class CallerCache {

  private static final long TTL_NANOS = Duration.ofSeconds(3).toNanos();
  private static final int MAX_ENTRIES = 10_000;

  private record Known(Caller caller, long since) {}

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // Both fields are guarded by lock.
  private final Map<String, Known> entries = new BoundedMap<>(MAX_ENTRIES);
  private long generation;

  CallerCache(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the caller for the key from the cache. If the cache has none, asks the source and
   * remembers its answer, unless the answer is empty.
   */
  Optional<Caller> get(String key, Supplier<Optional<Caller>> source) {
    long began;
    lock.lock();
    try {
      Known known = entries.get(key);
      if (known != null && clock.nanos() - known.since() < TTL_NANOS) {
        return Optional.of(known.caller());
      }
      began = generation;
    } finally {
      lock.unlock();
    }
    Optional<Caller> found = source.get();
    found.ifPresent(caller -> remember(key, caller, began));
    return found;
  }

  private void remember(String key, Caller caller, long began) {
    lock.lock();
    try {
      // If clear() was called since the source was asked, the answer may be older than a logout, so
      // it is not remembered.
      if (generation == began) {
        entries.put(key, new Known(caller, clock.nanos()));
      }
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      generation++;
      entries.clear();
    } finally {
      lock.unlock();
    }
  }
}
