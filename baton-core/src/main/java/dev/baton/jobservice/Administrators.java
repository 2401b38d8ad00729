// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.AccountStore;
import dev.baton.access.User;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Knows which users are administrators. Thread-safe. */
@FunctionalInterface
public interface Administrators {

  /** No user is an administrator; for stores without accounts. */
  Administrators NONE = userId -> false;

  /**
   * Whether the user is an administrator now.
   *
   * @throws dev.baton.error.UnavailableException if the accounts cannot be read
   */
  boolean include(String userId);

  /** Returns an object that reads the user with each call. */
  static Administrators in(AccountStore accounts) {
    return userId -> accounts.user(userId).filter(User::active).map(User::admin).orElse(false);
  }

  /**
   * Returns an object that remembers for three seconds whether a user is an administrator. Without
   * an account store, no user is an administrator.
   */
  static Administrators in(Optional<AccountStore> accounts, Clock clock) {
    return accounts.map(store -> remembering(in(store), clock)).orElse(NONE);
  }

  private static Administrators remembering(Administrators source, Clock clock) {
    record Known(boolean isAdmin, Deadline fresh) {}
    Map<String, Known> known = new ConcurrentHashMap<>();
    return userId -> {
      Known before = known.get(userId);
      if (before != null && !before.fresh().isPast(clock)) {
        return before.isAdmin();
      }
      Deadline fresh = Deadline.after(clock.nanos(), Duration.ofSeconds(3));
      boolean isAdmin = source.include(userId);
      known.values().removeIf(each -> each.fresh().isPast(clock));
      known.put(userId, new Known(isAdmin, fresh));
      return isAdmin;
    };
  }
}
