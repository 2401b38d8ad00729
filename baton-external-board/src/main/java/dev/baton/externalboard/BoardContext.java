// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.ExternalBoardStore;
import dev.baton.service.Clock;

/** The components that the board, its sessions and the posting job store share. */
record BoardContext(
    String boardName,
    ExternalBoardStore store,
    EntryQueue queue,
    WindowFeeder feeder,
    ClaimsToConsume claimsToConsume,
    Clock clock) {

  QueueView view() {
    return queue.view();
  }
}
