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

/**
 * Resolves a session or a key to its present caller. Thread-safe.
 *
 * @param cache the callers of the last seconds. Clear it after a change of users, sessions or keys,
 *     so that the change takes effect at once
 */
record CallerResolver(Accounts accounts, CallerCache cache) {

  /**
   * The caller with the claims that still hold. Empty if the user is not active. Administrator
   * claims are dropped if the user is no longer an administrator.
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
