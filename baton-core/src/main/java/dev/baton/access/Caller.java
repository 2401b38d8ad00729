// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user, API key or process for which a request is carried out.
 *
 * @param userId the user, such as {@code user/6f9c…}, or {@link Principals#ANONYMOUS}
 * @param activeClaim the principal that owns what the caller creates
 * @param claims all principals of the caller
 * @param sessionId the session of the request, if it has one
 * @param keyId the API key of the request or of its session, if it has one
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

  /** A caller without an API key. */
  public Caller(String userId, String activeClaim, Set<String> claims, @Nullable String sessionId) {
    this(userId, activeClaim, claims, sessionId, null);
  }

  /** Returns the caller for requests that Baton itself makes: an administrator that is no user. */
  public static Caller internal() {
    return new Caller("internal", Principals.ADMIN, Set.of(Principals.ADMIN), null);
  }

  /** Returns the caller for requests without credentials. */
  public static Caller anonymous() {
    return new Caller(
        Principals.ANONYMOUS, Principals.ANONYMOUS, Set.of(Principals.ANONYMOUS), null);
  }

  /** Whether the caller has the claim of administrators. */
  public boolean isAdmin() {
    return claims.contains(Principals.ADMIN);
  }

  /**
   * Returns the id of the caller's API key, or the user id if there is no key. One user may have
   * many keys.
   */
  public String keyOrUser() {
    return keyId == null ? userId : keyId;
  }

  /**
   * Whether the caller is an administrator, or the list gives the right to one of the caller's
   * claims.
   */
  public boolean may(Right right, Acl acl) {
    return isAdmin() || acl.gives(right, claims);
  }
}
