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
 * @param claimsToConsume the claims under which an executor of this process has written the end,
 *     the retry, the wait or the park of its job, and which it has not consumed yet. A session does
 *     not report these jobs to its executor as ended by others. Any thread may change the set.
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
