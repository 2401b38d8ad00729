// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import dev.baton.backend.Backend;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.clock.RealTime;
import java.time.Duration;

/**
 * Two processes' views of one external board in memory, and of the store under it. The clock is
 * real, because a manual clock does not wake the threads that feed and repair the board.
 */
final class ExternalBoardFixture implements BackendFixture {

  /**
   * Jobs beyond the first half of the window are not posted by their writers but later, by the
   * feeder; no contract posts so many.
   */
  private static final int WINDOW = 10_000;

  private final InMemoryBoardServer server = new InMemoryBoardServer(Clock.system());
  private final int window;
  private final Backend backend;
  private final Backend another;

  private ExternalBoardFixture(int window, Backend store, Backend sameStore) {
    this.window = window;
    this.backend = open(store);
    this.another = open(sameStore);
  }

  /** Keeps the jobs in memory. */
  static ExternalBoardFixture inMemory() {
    return inMemory(WINDOW);
  }

  static ExternalBoardFixture inMemory(int window) {
    InMemoryBackend store = new InMemoryBackend(Clock.system());
    return new ExternalBoardFixture(window, store, store);
  }

  /** Keeps the jobs in the SQL database with this URL. */
  static ExternalBoardFixture onH2(String url) {
    return new ExternalBoardFixture(WINDOW, h2(url), h2(url));
  }

  private static Backend h2(String url) {
    return JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), Clock.system());
  }

  private Backend open(Backend store) {
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

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public Backend otherProcessView() {
    return another;
  }

  @Override
  public Clock clock() {
    return Clock.system();
  }

  @Override
  public void passTime(Duration duration) {
    RealTime.pass(duration);
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void close() {
    another.close();
    backend.close();
  }
}
