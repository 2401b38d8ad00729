// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import dev.baton.backend.Backend;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;

/** Two processes' views of one external board in memory, and of the store under it. */
final class ExternalBoardFixture implements BackendFixture {

  /**
   * Jobs beyond the first half of the window are not posted by their writers but later, by the
   * feeder; no contract posts so many.
   */
  private static final int WINDOW = 10_000;

  private final InMemoryBoardServer server;
  private final Clock clock;
  private final int window;
  private final Backend backend;
  private final Backend another;

  private ExternalBoardFixture(Clock clock, int window, Backend store, Backend sameStore) {
    this.server = new InMemoryBoardServer(clock);
    this.clock = clock;
    this.window = window;
    this.backend = open(store);
    this.another = open(sameStore);
  }

  /** Keeps the jobs in memory; {@link #passTime} moves the clock. */
  static ExternalBoardFixture inMemory() {
    return inMemory(new ManualClock(), WINDOW);
  }

  /** Keeps the jobs in memory, with the real clock, for the feeder of a small window. */
  static ExternalBoardFixture inMemory(int window) {
    return inMemory(Clock.system(), window);
  }

  private static ExternalBoardFixture inMemory(Clock clock, int window) {
    InMemoryBackend store = new InMemoryBackend(clock);
    return new ExternalBoardFixture(clock, window, store, store);
  }

  /** Keeps the jobs in the SQL database with this URL. */
  static ExternalBoardFixture onH2(String url) {
    return new ExternalBoardFixture(Clock.system(), WINDOW, h2(url), h2(url));
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
        clock);
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
    return clock;
  }

  @Override
  public void passTime(Duration duration) {
    ((ManualClock) clock).advance(duration);
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(8);
  }

  @Override
  public void close() {
    another.close();
    backend.close();
  }
}
