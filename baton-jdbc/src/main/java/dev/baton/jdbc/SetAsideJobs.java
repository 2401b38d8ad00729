// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The jobs that one board session leaves to other executors for a while. */
final class SetAsideJobs {

  private static final int MOST = 200_000;

  private final Clock clock;
  private final Duration least;
  private final Map<Long, Long> until = new ConcurrentHashMap<>();

  /**
   * @param least the minimum time; the actual time is random and up to twice as long, so that
   *     sessions do not retry at the same moment
   */
  SetAsideJobs(Clock clock, Duration least) {
    this.clock = clock;
    this.least = least;
  }

  void add(long jobSeq) {
    if (until.size() >= MOST) {
      purge();
    }
    long nanos = least.toNanos();
    until.put(jobSeq, clock.nanos() + nanos + ThreadLocalRandom.current().nextLong(nanos));
  }

  boolean contains(long jobSeq) {
    Long end = until.get(jobSeq);
    if (end == null) {
      return false;
    }
    if (clock.nanos() - end < 0) {
      return true;
    }
    until.remove(jobSeq, end);
    return false;
  }

  private void purge() {
    until.values().removeIf(end -> clock.nanos() - end >= 0);
    if (until.size() >= MOST) {
      until.clear();
    }
  }
}
