// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.error.QuotaExceededException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the number of board sessions that the executors of one key have at this server at the same
 * time. A session is counted until the executor leaves it, or until the lease has run out since the
 * last call. A session that was opened at another server and moved here is counted too, but never
 * refused, because its jobs are already running. Thread-safe.
 */
final class SessionQuota {

  private record Counted(String holder, Deadline leaseEnd) {}

  private final int perKey;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // The counted sessions by the key of the session. Guarded by lock.
  private final Map<String, Counted> sessions = new HashMap<>();

  SessionQuota(int perKey, Clock clock) {
    this.perKey = perKey;
    this.clock = clock;
  }

  /**
   * Counts a session that is about to be opened. Administrators have no limit.
   *
   * @param key the session key
   * @return whether the session was not counted before
   * @throws QuotaExceededException if the executors of the caller's API key have too many other
   *     sessions
   */
  boolean admit(Caller caller, String key, Duration lease) {
    lock.lock();
    try {
      sessions.values().removeIf(session -> session.leaseEnd().isPast(clock));
      boolean isNew = !sessions.containsKey(key);
      if (isNew && !caller.isAdmin() && others(caller) >= perKey) {
        throw new QuotaExceededException(
            "the executors of this key have "
                + others(caller)
                + " board sessions at this server; allowed: "
                + perKey
                + " (setting quota-executors-per-key); stop some executors, wait until the leases"
                + " of dead executors have expired, or create another key for some executors:"
                + " baton apikey create --executor");
      }
      sessions.put(key, new Counted(caller.keyOrUser(), leaseEnd(lease)));
      return isNew;
    } finally {
      lock.unlock();
    }
  }

  private long others(Caller caller) {
    String holder = caller.keyOrUser();
    return sessions.values().stream().filter(session -> session.holder().equals(holder)).count();
  }

  /** Counts an existing session until one lease from now. */
  void seen(Caller caller, String key, Duration lease) {
    lock.lock();
    try {
      sessions.put(key, new Counted(caller.keyOrUser(), leaseEnd(lease)));
    } finally {
      lock.unlock();
    }
  }

  /** Stops counting a session. */
  void left(String key) {
    lock.lock();
    try {
      sessions.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private Deadline leaseEnd(Duration lease) {
    return Deadline.after(clock.nanos(), lease);
  }
}
