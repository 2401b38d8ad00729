// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import java.time.Instant;

/**
 * A user account.
 *
 * @param id {@code user/<uuid>}
 * @param name the login name; unique, and compared exactly
 * @param passwordHash the password, encoded by the server's memory-hard hash function; never shown
 * @param admin whether a session of this user has the claim {@link Principals#ADMIN}
 * @param active whether the user can log in; an inactive user has no valid sessions and keys
 */
public record User(
    String id,
    String name,
    String passwordHash,
    boolean admin,
    boolean active,
    Instant created,
    Instant updated) {

  /** Whether another reading of this user has the same password and the same rights. */
  public boolean hasSameRights(User other) {
    return passwordHash.equals(other.passwordHash)
        && admin == other.admin
        && active == other.active;
  }

  @Override
  public String toString() {
    return "User[id=" + id + ", name=" + name + "]";
  }
}
