// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.BoardSession;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Claims that their holders in this process ended by a write and have yet to consume: that those
 * jobs do not run any more is no news to the holder.
 */
final class ClaimsToConsume {

  private final Set<BoardSession.ClaimRef> claims = ConcurrentHashMap.newKeySet();

  void add(BoardSession.ClaimRef claim) {
    claims.add(claim);
  }

  boolean contains(BoardSession.ClaimRef claim) {
    return claims.contains(claim);
  }

  void remove(BoardSession.ClaimRef claim) {
    claims.remove(claim);
  }
}
