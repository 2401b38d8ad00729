// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.ForbiddenException;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Slows down guessing: after a few failures in a row, the next login of the same user from the same
 * address, and of any user from that address after many, is refused until a growing delay is over.
 * Thread-safe; remembers a bounded number of names.
 */
final class LoginGuard {

  private static final int FREE_FAILURES = 4;
  private static final int FREE_FAILURES_OF_ADDRESS = 30;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_KEY_LENGTH = 200;

  private record Failures(int count, long untilNanos) {}

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock. In order of last use: a flood of names pushes out old ones.
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  LoginGuard(Clock clock) {
    this.clock = clock;
  }

  /**
   * To be called before the password is looked at. Counts the attempt as failed until {@link
   * #succeeded} says otherwise, so that many at once gain nothing.
   *
   * @throws ForbiddenException while the delay lasts
   */
  void begin(String user, String address) {
    lock.lock();
    try {
      long wait = Math.max(left(userKey(user, address)), left(address));
      if (wait > 0) {
        throw new ForbiddenException(
            "too many failed logins; try again in " + (wait / 1_000_000_000L + 1) + " s");
      }
      add(userKey(user, address), FREE_FAILURES);
      add(address, FREE_FAILURES_OF_ADDRESS);
    } finally {
      lock.unlock();
    }
  }

  /** A success proves the user, not the address: failures with other names still count. */
  void succeeded(String user, String address) {
    lock.lock();
    try {
      failures.remove(userKey(user, address));
      failures.computeIfPresent(
          address,
          (key, known) ->
              known.count() <= 1 ? null : new Failures(known.count() - 1, clock.nanos()));
    } finally {
      lock.unlock();
    }
  }

  private long left(String key) {
    Failures known = failures.get(key);
    return known == null ? 0 : known.untilNanos() - clock.nanos();
  }

  private void add(String key, int free) {
    Failures known = failures.get(key);
    int count = known == null || isForgiven(known) ? 1 : known.count() + 1;
    Duration delay =
        count <= free ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(count - free - 1, 10));
    Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    failures.put(key, new Failures(count, clock.nanos() + bounded.toNanos()));
  }

  private boolean isForgiven(Failures known) {
    return clock.nanos() - known.untilNanos() > LONGEST.toNanos();
  }

  private static String userKey(String user, String address) {
    String name = user.length() > MAX_KEY_LENGTH ? user.substring(0, MAX_KEY_LENGTH) : user;
    return address + " " + name;
  }
}
