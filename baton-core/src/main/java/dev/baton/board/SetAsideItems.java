// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.board;

import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The jobs or entries that one board session leaves to other sessions for a while, because it
 * refused or abandoned them. Thread-safe.
 */
public final class SetAsideItems<T> {

  private static final int MOST = 200_000;

  private final Clock clock;
  private final Duration least;
  private final Map<T, Long> until = new ConcurrentHashMap<>();

  /**
   * @param least the minimum time; the actual time is random and up to twice as long, so that
   *     sessions do not retry at the same moment
   */
  public SetAsideItems(Clock clock, Duration least) {
    this.clock = clock;
    this.least = least;
  }

  public void add(T item) {
    if (until.size() >= MOST) {
      purge();
    }
    long nanos = least.toNanos();
    until.put(item, clock.nanos() + nanos + ThreadLocalRandom.current().nextLong(nanos));
  }

  /** Sets the item aside for exactly the minimum time; returns false if it is set aside already. */
  public boolean tryAdd(T item) {
    return !contains(item) && until.putIfAbsent(item, clock.nanos() + least.toNanos()) == null;
  }

  public void remove(T item) {
    until.remove(item);
  }

  public boolean contains(T item) {
    Long end = until.get(item);
    if (end == null) {
      return false;
    }
    if (clock.nanos() - end < 0) {
      return true;
    }
    until.remove(item, end);
    return false;
  }

  private void purge() {
    until.values().removeIf(end -> clock.nanos() - end >= 0);
    if (until.size() >= MOST) {
      until.clear();
    }
  }
}
