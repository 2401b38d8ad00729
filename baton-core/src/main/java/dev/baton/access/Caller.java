// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf something is asked.
 *
 * @param userId the user, such as {@code user/6f9c…}, or {@link Principals#ANONYMOUS}
 * @param activeClaim the principal that owns what the caller creates
 * @param claims every principal that the caller is
 * @param sessionId the session that the caller came with, if any
 */
public record Caller(
    String userId, String activeClaim, Set<String> claims, @Nullable String sessionId) {

  public Caller {
    claims = Set.copyOf(claims);
  }

  /** Baton itself: an administrator without a user. */
  public static Caller internal() {
    return new Caller("internal", Principals.ADMIN, Set.of(Principals.ADMIN), null);
  }

  /** Somebody who did not say who. */
  public static Caller anonymous() {
    return new Caller(
        Principals.ANONYMOUS, Principals.ANONYMOUS, Set.of(Principals.ANONYMOUS), null);
  }

  public boolean isAdmin() {
    return claims.contains(Principals.ADMIN);
  }

  /** True when the list gives the right to one of the caller's claims, or the caller is admin. */
  public boolean may(Right right, Acl acl) {
    return isAdmin() || acl.gives(right, claims);
  }
}
