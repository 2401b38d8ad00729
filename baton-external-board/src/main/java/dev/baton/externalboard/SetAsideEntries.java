// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The names of entries that a session leaves alone for a while. */
final class SetAsideEntries {

  private static final int MOST = 200_000;

  private final Clock clock;
  private final Duration least;
  private final Map<String, Long> until = new ConcurrentHashMap<>();

  /**
   * @param least the minimum time; the actual time is random and up to twice as long, so that
   *     sessions do not retry at the same moment
   */
  SetAsideEntries(Clock clock, Duration least) {
    this.clock = clock;
    this.least = least;
  }

  void add(String name) {
    if (until.size() >= MOST) {
      until.values().removeIf(end -> clock.nanos() - end >= 0);
    }
    long nanos = least.toNanos();
    until.put(name, clock.nanos() + nanos + ThreadLocalRandom.current().nextLong(nanos));
  }

  /**
   * Sets the entry aside for exactly the minimum time; returns false if it is set aside already.
   */
  boolean tryAdd(String name) {
    if (contains(name)) {
      return false;
    }
    long nanos = least.toNanos();
    return until.putIfAbsent(name, clock.nanos() + nanos) == null;
  }

  void remove(String name) {
    until.remove(name);
  }

  boolean contains(String name) {
    Long end = until.get(name);
    if (end == null) {
      return false;
    }
    if (clock.nanos() - end < 0) {
      return true;
    }
    until.remove(name, end);
    return false;
  }
}
