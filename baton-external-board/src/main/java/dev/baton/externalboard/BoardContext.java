// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.BoardSession;
import dev.baton.board.ExternalBoardStore;
import dev.baton.service.Clock;
import java.util.Set;

/**
 * The components that the board, its sessions and the posting job store share.
 *
 * @param claimsToConsume the claims that their holders in this process have ended by a write but
 *     not consumed yet. The holders ended these jobs themselves. Therefore the jobs are not
 *     reported to the holders as ended elsewhere. Any thread may change the set.
 */
record BoardContext(
    String boardName,
    ExternalBoardStore store,
    EntryQueue queue,
    WindowFeeder feeder,
    Set<BoardSession.ClaimRef> claimsToConsume,
    Clock clock) {

  QueueView view() {
    return queue.view();
  }
}
