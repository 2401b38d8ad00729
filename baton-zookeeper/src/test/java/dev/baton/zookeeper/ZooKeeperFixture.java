// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.backend.Backend;
import dev.baton.board.ExternalBoardStore;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.RealTimeFixture;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Two processes' views of one board on ZooKeeper, and of the store under it. */
final class ZooKeeperFixture extends RealTimeFixture {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String hosts;
  private final Backend store;

  private ZooKeeperFixture(ZooKeeperBackend.Options options, Backend store, Backend sameStore) {
    super(
        ZooKeeperBackend.open(store, options, Clock.system()),
        ZooKeeperBackend.open(sameStore, options, Clock.system()));
    this.hosts = options.hosts();
    this.store = store;
  }

  /** Keeps the jobs in memory. */
  static ZooKeeperFixture inMemory(String hosts) {
    InMemoryBackend store = new InMemoryBackend(Clock.system());
    return new ZooKeeperFixture(options(newRoot(hosts), false), store, store);
  }

  /** Keeps the jobs in an SQL database. */
  static ZooKeeperFixture onH2(String hosts) {
    return onH2(hosts, "jdbc:h2:mem:zookeeper" + NUMBERS.incrementAndGet());
  }

  /** Keeps the jobs in the SQL database with this URL. */
  static ZooKeeperFixture onH2(String hosts, String url) {
    ZooKeeperBackend.Options options = options(newRoot(hosts), false);
    return new ZooKeeperFixture(options, h2(url), h2(url));
  }

  /** Keeps the jobs in an SQL database and the progress of flows in ZooKeeper. */
  static ZooKeeperFixture withFlows(String hosts) {
    int number = NUMBERS.incrementAndGet();
    ZooKeeperBackend.Options options = options(newRoot(hosts), true);
    return new ZooKeeperFixture(options, h2(number), h2(number));
  }

  /** Returns options with the default window and no properties. */
  static ZooKeeperBackend.Options options(String hosts, boolean storesFlows) {
    return new ZooKeeperBackend.Options(
        hosts, ZooKeeperBackend.Options.DEFAULT_WINDOW, Map.of(), storesFlows);
  }

  private static String newRoot(String hosts) {
    return hosts + "/test" + NUMBERS.incrementAndGet();
  }

  /** Returns an empty SQL database in memory. */
  static Backend newStore() {
    return h2(NUMBERS.incrementAndGet());
  }

  private static Backend h2(int number) {
    return h2("jdbc:h2:mem:zookeeper" + number);
  }

  private static Backend h2(String url) {
    return JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), Clock.system());
  }

  static Backend open(String hosts, Backend store) {
    return ZooKeeperBackend.open(store, options(hosts, false), Clock.system());
  }

  /** Returns the store without the ZooKeeper board. */
  Backend store() {
    return store;
  }

  ExternalBoardStore externalBoardStore() {
    return store.externalBoardStore().orElseThrow();
  }

  String hosts() {
    return hosts;
  }
}
