// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A credential for programs. It has its own secret. A session that is opened with the key has the
 * claims of the session that created the key.
 *
 * @param id {@code credential/<uuid>}; a client logs in with this id and the secret
 * @param name the purpose of the key, for display; may be empty
 * @param secretHash SHA-256 of the random secret, in lower-case hex; never shown
 * @param userId the user for whom the key acts
 * @param activeClaim the owner of everything that is created with the key
 * @param claims the claims of each session that is made with the key
 * @param expiry the moment after which the key is refused; null for a key that never expires
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
