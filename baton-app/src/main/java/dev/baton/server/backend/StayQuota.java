// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.error.QuotaExceededException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how many stays the executors of one key may have at this server at once. A stay counts
 * until it is left or its lease has run out since the last call for it. A stay that another server
 * let in counts too, but is never refused, as its jobs run already. Thread-safe.
 */
final class StayQuota {

  private record Counted(String holder, Deadline leaseEnd) {}

  private final int perKey;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // By the key of the stay. Guarded by lock.
  private final Map<String, Counted> stays = new HashMap<>();

  StayQuota(int perKey, Clock clock) {
    this.perKey = perKey;
    this.clock = clock;
  }

  /**
   * Counts a stay that is about to begin. Administrators have no bound.
   *
   * @param key of the stay
   * @return whether the stay was not counted before
   * @throws QuotaExceededException if the executors of the caller's key have too many others
   */
  boolean admit(Caller caller, String key, Duration lease) {
    lock.lock();
    try {
      stays.values().removeIf(stay -> stay.leaseEnd().isPast(clock));
      boolean isNew = !stays.containsKey(key);
      if (isNew && !caller.isAdmin() && others(caller) >= perKey) {
        throw new QuotaExceededException(
            "the executors of this key have "
                + others(caller)
                + " sessions at this server; allowed: "
                + perKey
                + " (setting quota-executors-per-key); stop some executors, wait until the leases"
                + " of those that died are over, or give some a key of their own:"
                + " baton apikey create --executor");
      }
      stays.put(key, new Counted(caller.keyOrUser(), leaseEnd(lease)));
      return isNew;
    } finally {
      lock.unlock();
    }
  }

  private long others(Caller caller) {
    String holder = caller.keyOrUser();
    return stays.values().stream().filter(stay -> stay.holder().equals(holder)).count();
  }

  /** Counts a stay that is there, from now on for another lease. */
  void seen(Caller caller, String key, Duration lease) {
    lock.lock();
    try {
      stays.put(key, new Counted(caller.keyOrUser(), leaseEnd(lease)));
    } finally {
      lock.unlock();
    }
  }

  /** Counts a stay no longer. */
  void left(String key) {
    lock.lock();
    try {
      stays.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private Deadline leaseEnd(Duration lease) {
    return Deadline.after(clock.nanos(), lease);
  }
}
