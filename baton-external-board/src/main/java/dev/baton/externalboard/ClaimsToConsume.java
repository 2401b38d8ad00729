// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.BoardSession;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The claims that their holders in this process have ended by a write but not consumed yet. The
 * holders ended these jobs themselves. Therefore the jobs are not reported to the holders as ended
 * elsewhere.
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
