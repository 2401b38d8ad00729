// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.time.Instant;

/**
 * An account.
 *
 * @param id {@code user/<uuid>}
 * @param name what the person logs in with; unique, compared exactly
 * @param passwordHash as the memory-hard function of the server encodes it; never shown
 * @param admin whether a session of this user holds {@link Principals#ADMIN}
 * @param active an inactive user cannot log in, and the sessions and keys end
 */
public record User(
    String id,
    String name,
    String passwordHash,
    boolean admin,
    boolean active,
    Instant created,
    Instant updated) {

  @Override
  public String toString() {
    return "User[id=" + id + ", name=" + name + "]";
  }
}
