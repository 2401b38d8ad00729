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
 * Slows down the guessing of passwords, but in such a way that no client can lock out another user.
 *
 * <ul>
 *   <li>Failed logins are counted for each pair of account and address. After a few failures in a
 *       row, logins of that account from that address are refused for a time that grows with each
 *       failure.
 *   <li>If the account logged in from an address in the last weeks, this is a known address of the
 *       account. From a known address, logins are delayed by two seconds instead of refused.
 *   <li>If many logins of one address (with any names) or of one account (from any addresses)
 *       failed, further logins are delayed by two seconds, but not refused.
 * </ul>
 *
 * <p>Thread-safe. Remembers a bounded number of names. Names without an account are counted
 * separately, so that an attacker with many invented names cannot displace the counts of real
 * accounts.
 */
final class LoginThrottle {

  private static final int FREE_FAILURES = 4;
  private static final int FREE_FAILURES_OF_MANY = 30;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration KNOWN = Duration.ofDays(30);
  private static final int MAX_WAITING = 8;
  private static final int MAX_WAITING_OF_ORIGIN = 256;
  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_KEY_LENGTH = 200;

  /** The delay of a login that is slowed down but not refused. */
  static final Duration MOMENT = Duration.ofSeconds(2);

  private record Failures(int count, long untilNanos) {}

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  // All fields below are guarded by lock.
  private final Map<String, Failures> pairs = new BoundedMap<>(MAX_ENTRIES);
  private final Map<String, Failures> inventedPairs = new BoundedMap<>(MAX_ENTRIES);
  private final Map<String, Failures> addresses = new BoundedMap<>(MAX_ENTRIES);
  private final Map<String, Failures> accounts = new BoundedMap<>(MAX_ENTRIES);
  private final Map<String, Long> known = new BoundedMap<>(MAX_ENTRIES);
  private final Map<String, Integer> waiting = new LinkedHashMap<>();

  LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  /**
   * The permission to check a password, perhaps after a delay. The calling code closes it when the
   * delay is over.
   *
   * @param delay how long to wait before the password is checked; usually zero
   * @param origin the origin for the {@link FairQueue} of the password checks: the network of the
   *     client or, if its address is known, the account together with the network
   */
  record Permit(Duration delay, String origin, Runnable onClose) implements AutoCloseable {
    @Override
    public void close() {
      onClose.run();
    }
  }

  /**
   * Starts a login; must be called before the password is checked. The login counts as failed until
   * {@link #succeeded} is called, so that concurrent logins count too.
   *
   * @param exists whether the account exists
   * @throws ForbiddenException while logins of the account are refused from this address
   */
  Permit startAttempt(String name, boolean exists, String address) {
    String site = AddressRanges.site(address);
    String account = name.length() > MAX_KEY_LENGTH ? name.substring(0, MAX_KEY_LENGTH) : name;
    String pair = site + " " + account;
    lock.lock();
    try {
      Map<String, Failures> counted = exists ? pairs : inventedPairs;
      long left = left(counted, pair);
      boolean isKnown = isKnown(pair);
      if (left > 0 && !isKnown) {
        throw refused(left);
      }
      boolean isSlow =
          left > 0 || (!isKnown && (isMany(addresses, site) || isMany(accounts, account)));
      String origin = isKnown ? pair : site;
      Permit permit = isSlow ? delayed(pair, origin) : new Permit(Duration.ZERO, origin, () -> {});
      add(counted, pair, FREE_FAILURES);
      add(addresses, site, FREE_FAILURES_OF_MANY);
      if (exists) {
        add(accounts, account, FREE_FAILURES_OF_MANY);
      }
      return permit;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns a permission with a delay. Refuses the login if too many logins are being delayed, so
   * that a flood of logins cannot hold all threads. The limit for one account is much smaller than
   * the limit for one origin, so that logins for one account do not cause refusals for another
   * account. Accounts that do not exist are treated in the same way, so that the response does not
   * reveal whether an account exists.
   */
  private Permit delayed(String pair, String origin) {
    String all = "all of " + origin;
    if (waiting.getOrDefault(pair, 0) >= MAX_WAITING
        || waiting.getOrDefault(all, 0) >= MAX_WAITING_OF_ORIGIN) {
      throw refused(MOMENT.toNanos());
    }
    waiting.merge(pair, 1, Integer::sum);
    waiting.merge(all, 1, Integer::sum);
    return new Permit(
        MOMENT,
        origin,
        () -> {
          leave(pair);
          leave(all);
        });
  }

  private void leave(String queue) {
    lock.lock();
    try {
      waiting.computeIfPresent(queue, (key, count) -> count == 1 ? null : count - 1);
    } finally {
      lock.unlock();
    }
  }

  private static ForbiddenException refused(long nanos) {
    return new ForbiddenException(
        "too many failed logins; try again in " + (nanos / 1_000_000_000L + 1) + " s");
  }

  /**
   * Records a successful login. Its address becomes a known address of the account. Earlier
   * failures of the address with other names still count.
   */
  void succeeded(String name, String address) {
    String site = AddressRanges.site(address);
    String pair = site + " " + name;
    lock.lock();
    try {
      pairs.remove(pair);
      accounts.remove(name);
      known.put(pair, clock.nanos());
      addresses.computeIfPresent(
          site,
          (key, all) -> all.count() <= 1 ? null : new Failures(all.count() - 1, all.untilNanos()));
    } finally {
      lock.unlock();
    }
  }

  private boolean isKnown(String pair) {
    Long since = known.get(pair);
    return since != null && clock.nanos() - since < KNOWN.toNanos();
  }

  private boolean isMany(Map<String, Failures> counted, String key) {
    Failures failures = counted.get(key);
    return failures != null && !isExpired(failures) && failures.count() >= FREE_FAILURES_OF_MANY;
  }

  private long left(Map<String, Failures> counted, String key) {
    Failures failures = counted.get(key);
    return failures == null ? 0 : failures.untilNanos() - clock.nanos();
  }

  private void add(Map<String, Failures> counted, String key, int free) {
    Failures failures = counted.get(key);
    int count = failures == null || isExpired(failures) ? 1 : failures.count() + 1;
    Duration delay =
        count <= free ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(count - free - 1, 10));
    Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    counted.put(key, new Failures(count, clock.nanos() + bounded.toNanos()));
  }

  private boolean isExpired(Failures failures) {
    return clock.nanos() - failures.untilNanos() > LONGEST.toNanos();
  }
}
