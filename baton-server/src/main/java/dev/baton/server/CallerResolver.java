// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.access.User;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the present caller for a session or an API key. Thread-safe. */
record CallerResolver(Accounts accounts) {

  /**
   * Returns the caller with those of the granted claims that are still valid. Empty if the user is
   * not active. If the user is no longer an administrator, the claims of an administrator are
   * removed.
   */
  Optional<Caller> resolve(
      String userId,
      String activeClaim,
      Set<String> granted,
      @Nullable String session,
      @Nullable String key) {
    return accounts
        .user(userId)
        .filter(User::active)
        .map(user -> {
          Set<String> claims = new LinkedHashSet<>(granted);
          claims.add(Principals.ANONYMOUS);
          if (!user.admin()) {
            claims.remove(Principals.ADMIN);
          }
          boolean demoted = !user.admin() && activeClaim.equals(Principals.ADMIN);
          return new Caller(userId, demoted ? userId : activeClaim, claims, session, key);
        });
  }
}
