// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.AccountStore;
import dev.baton.access.User;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /**
   * Returns an object that reads the administrators from an account store. Without an account
   * store, no user is an administrator.
   */
  static Administrators in(Optional<AccountStore> accounts, Clock clock) {
    return accounts.map(store -> in(store, clock)).orElse(NONE);
  }

  /**
   * Returns an object that reads the administrators from an account store, at most once in three
   * seconds.
   */
  private static Administrators in(AccountStore accounts, Clock clock) {
    record Known(Set<String> ids, Deadline fresh) {}
    AtomicReference<@Nullable Known> last = new AtomicReference<>();
    return userId -> {
      Known known = last.get();
      if (known == null || known.fresh().isPast(clock)) {
        Set<String> ids =
            accounts.users().stream()
                .filter(user -> user.admin() && user.active())
                .map(User::id)
                .collect(Collectors.toUnmodifiableSet());
        known = new Known(ids, Deadline.after(clock.nanos(), Duration.ofSeconds(3)));
        last.set(known);
      }
      return known.ids().contains(userId);
    };
  }
}
