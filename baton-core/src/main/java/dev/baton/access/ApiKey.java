// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A credential for programs: the claims of the session that made it, under a secret of its own.
 *
 * @param id {@code credential/<uuid>}; also the public half of the key
 * @param name what it is for; may be empty
 * @param secretHash SHA-256 of the random secret, in lower-case hex; never shown
 * @param userId the user that it acts for
 * @param activeClaim owner of what is created with it
 * @param claims what a session made with it holds
 * @param expiry after which it is refused; null is never
 */
public record ApiKey(
    String id,
    String name,
    String secretHash,
    String userId,
    String activeClaim,
    Set<String> claims,
    Instant created,
    @Nullable Instant expiry) {

  public ApiKey {
    claims = Set.copyOf(claims);
  }

  @Override
  public String toString() {
    return "ApiKey[id=" + id + ", userId=" + userId + "]";
  }
}
