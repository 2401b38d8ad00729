// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.time.Instant;
import java.util.Set;

/**
 * A login that can be revoked.
 *
 * @param id {@code session/<uuid>}
 * @param tokenHash SHA-256 of the random token in the client's cookie, in lower-case hex
 * @param method {@code password} or {@code api-key}
 * @param identifier the user name or API key with which the client logged in
 * @param credentialId the API key with which the session was made; empty if it was made without a
 *     key
 * @param client the client that opened the session
 */
public record Session(
    String id,
    String tokenHash,
    String method,
    String identifier,
    String credentialId,
    String userId,
    String activeClaim,
    Set<String> claims,
    Instant created,
    Instant expiry,
    LoginClient client) {

  public Session {
    claims = Set.copyOf(claims);
  }

  @Override
  public String toString() {
    return "Session[id=" + id + ", userId=" + userId + ", method=" + method + "]";
  }
}
