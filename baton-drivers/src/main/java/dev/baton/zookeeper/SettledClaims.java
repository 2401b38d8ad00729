// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.Claims;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Claims that their holders in this process ended by a write and have yet to consume: that those
 * jobs do not run any more is no news to the holder.
 */
final class SettledClaims {

  private final Set<Claims.Held> claims = ConcurrentHashMap.newKeySet();

  void add(Claims.Held claim) {
    claims.add(claim);
  }

  boolean contains(Claims.Held claim) {
    return claims.contains(claim);
  }

  void remove(Claims.Held claim) {
    claims.remove(claim);
  }
}
