// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import dev.baton.backend.Backend;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.RealTimeFixture;

/**
 * Two processes' views of one external board in memory, and of the store under it. The clock is
 * real, because a manual clock does not wake the threads that feed and repair the board.
 */
final class ExternalBoardFixture extends RealTimeFixture {

  /**
   * Jobs beyond the first half of the window are not posted by their writers but later, by the
   * feeder; no contract posts so many.
   */
  private static final int WINDOW = 10_000;

  private final InMemoryBoardServer server;

  private ExternalBoardFixture(
      InMemoryBoardServer server, int window, Backend store, Backend sameStore) {
    super(open(server, window, store), open(server, window, sameStore));
    this.server = server;
  }

  /** Keeps the jobs in memory. */
  static ExternalBoardFixture inMemory() {
    return inMemory(WINDOW);
  }

  static ExternalBoardFixture inMemory(int window) {
    InMemoryBackend store = new InMemoryBackend(Clock.system());
    return new ExternalBoardFixture(newServer(), window, store, store);
  }

  /** Keeps the jobs in the SQL database with this URL. */
  static ExternalBoardFixture onH2(String url) {
    return new ExternalBoardFixture(newServer(), WINDOW, h2(url), h2(url));
  }

  private static InMemoryBoardServer newServer() {
    return new InMemoryBoardServer(Clock.system());
  }

  private static Backend h2(String url) {
    return JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), Clock.system());
  }

  private static Backend open(InMemoryBoardServer server, int window, Backend store) {
    return ExternalBoardBackend.open(
        store,
        "Memory",
        externalBoardStore ->
            new ExternalBoard(
                new InMemoryEntryQueue(server), window, store.election(), null, () -> {}),
        Clock.system());
  }

  InMemoryBoardServer server() {
    return server;
  }
}
