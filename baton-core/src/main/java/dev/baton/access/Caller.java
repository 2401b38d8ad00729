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
 * @param keyId the API key that the caller, or the session, came with, if any
 */
public record Caller(
    String userId,
    String activeClaim,
    Set<String> claims,
    @Nullable String sessionId,
    @Nullable String keyId) {

  public Caller {
    claims = Set.copyOf(claims);
  }

  /** A caller who came without an API key. */
  public Caller(String userId, String activeClaim, Set<String> claims, @Nullable String sessionId) {
    this(userId, activeClaim, claims, sessionId, null);
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

  /** The key that the caller came with, else the user: one user may have many keys. */
  public String keyOrUser() {
    return keyId == null ? userId : keyId;
  }

  /** True when the list gives the right to one of the caller's claims, or the caller is admin. */
  public boolean may(Right right, Acl acl) {
    return isAdmin() || acl.gives(right, claims);
  }
}
