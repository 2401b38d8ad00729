// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.Ledger;
import dev.baton.service.Clock;

/** What stays at the board, and those who post, share. */
record BoardParts(
    Connection.Servers servers,
    Ledger ledger,
    FollowQueue queue,
    Postings postings,
    FeedWindow feeder,
    SettledClaims settled,
    Clock clock) {

  QueueView view() {
    return queue.view();
  }
}
