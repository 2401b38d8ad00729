// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.redis;

import dev.baton.backend.Backend;
import dev.baton.externalboard.ServerAccess;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.RealTimeFixture;
import java.util.concurrent.atomic.AtomicInteger;

/** Two processes' views of one board on Redis, and of the store under it. */
final class RedisFixture extends RealTimeFixture {

  /**
   * Jobs beyond the first half of the window are not posted by their writers but later, by the
   * feeder; no contract posts so many.
   */
  private static final int WINDOW = 10_000;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private RedisFixture(RedisBackend.Options options, Backend store, Backend sameStore) {
    super(
        RedisBackend.open(store, options, Clock.system()),
        RedisBackend.open(sameStore, options, Clock.system()));
  }

  /** Keeps the jobs in an SQL database in memory. The board has its own prefix. */
  static RedisFixture at(String url, ServerAccess access) {
    int number = NUMBERS.incrementAndGet();
    String store = "redis" + number;
    return new RedisFixture(
        options(url, access, "test" + number),
        store(store, Clock.system()),
        store(store, Clock.system()));
  }

  static RedisBackend.Options options(String url, ServerAccess access, String prefix) {
    return new RedisBackend.Options(url, access, prefix, WINDOW);
  }

  /** Opens an SQL database in memory; databases with the same name are the same. */
  static Backend store(String name, Clock clock) {
    return JdbcBackend.open(new JdbcBackend.Options("jdbc:h2:mem:" + name, null, null, 4), clock);
  }
}
